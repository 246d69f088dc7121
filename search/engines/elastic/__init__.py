"""The Elasticsearch engine, for a site that outgrew one machine."""

from search.engines.elastic.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
