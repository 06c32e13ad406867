"""Template tags for cached fragments (`website.core.caching`)."""

from django import template

from website.core.caching import cached_fragment

register = template.Library()


class CachedNode(template.Node):
    """A named part of a `FragmentCache` in the context."""

    def __init__(self, nodelist, name, variable: str):
        self.nodelist, self.name, self.variable = nodelist, name, variable

    def render(self, context):
        name, cache = self.name.resolve(context), context.get(self.variable)
        if cache is None or not name:
            return self.nodelist.render(context)
        return cache.part(name, lambda: self.nodelist.render(context))


@register.tag
def cached(parser, token):
    """Render a block unless the `FragmentCache` in the context has it: `{% cached "content" %}…{% endcached %}`.

    The cache is `page_cache`, or another variable: `{% cached "filters" in shared %}`. Without a cache or with an empty
    name the block is always rendered.
    """
    _tag, *words = token.split_contents()
    name, variable = words[:1], words[2:] or ["page_cache"]
    if not name or words[1:2] not in ([], ["in"]) or len(variable) > 1:
        raise template.TemplateSyntaxError('"cached" takes a name, and "in" with the variable of the cache')
    nodelist = parser.parse(("endcached",))
    parser.delete_first_token()
    return CachedNode(nodelist, parser.compile_filter(name[0]), variable[0])


class CachedForNode(template.Node):
    def __init__(self, nodelist, kind, values):
        self.nodelist, self.kind, self.values = nodelist, kind, values

    def render(self, context):
        values = [value.resolve(context) for value in self.values]
        return cached_fragment(self.kind.resolve(context), *values, render=lambda: self.nodelist.render(context))


@register.tag
def cachedfor(parser, token):
    """Render a block once for the same values: `{% cachedfor "topic-card" item user.is_authenticated %}`.

    A model instance counts with all of its loaded fields. The content may depend only on these values, the active
    language, and what the block reads from the database.
    """
    _tag, *words = token.split_contents()
    if len(words) < 2:
        raise template.TemplateSyntaxError('"cachedfor" takes a name and the values that it depends on')
    nodelist = parser.parse(("endcachedfor",))
    parser.delete_first_token()
    kind, *values = map(parser.compile_filter, words)
    return CachedForNode(nodelist, kind, values)
