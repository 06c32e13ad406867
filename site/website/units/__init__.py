"""Units of measurement and exact conversion between them. No models."""
