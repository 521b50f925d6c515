package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.http.HttpCalls;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.LogEntries.Entry;
import com.dhakacart.runbook.logs.LogLineReader.Saying;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** The log store that Filebeat and Logstash fill, by Elasticsearch 8's {@code _search}. */
class ElasticsearchLogs implements Logs {

  /** What shippers add to each line, and what no line says itself. */
  private static final List<String> WHERE_IT_RAN =
      List.of("kubernetes", "container", "host", "agent", "ecs", "cloud", "orchestrator", "tags");

  private final LogSettings.Elasticsearch settings;
  private final LogLineReader reader;
  private final LogPatterns patterns;
  private final Clock clock;
  private final RestClient http;

  ElasticsearchLogs(
      LogSettings.Elasticsearch settings, LogLineReader reader, LogPatterns patterns, Clock clock) {
    this.settings = settings;
    this.reader = reader;
    this.patterns = patterns;
    this.clock = clock;
    this.http =
        HttpCalls.within(settings.timeout())
            .defaultHeaders(headers -> authenticate(headers, settings))
            .build();
  }

  private static void authenticate(HttpHeaders headers, LogSettings.Elasticsearch settings) {
    if (StringUtils.hasText(settings.apiKey())) {
      headers.set(HttpHeaders.AUTHORIZATION, "ApiKey " + settings.apiKey());
    } else if (StringUtils.hasText(settings.username())) {
      headers.setBasicAuth(settings.username(), settings.password(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public Answer<List<LogPattern>> errors(Workload workload, Instant since) {
    return ReadLines.grouped(ask(workload, since), patterns::of);
  }

  @Override
  public Answer<List<LogPattern>> errorsOnlySince(Workload workload, Instant since) {
    return errors(workload, since);
  }

  @Override
  public Answer<List<LogPattern>> dependencyErrors(Workload workload, Instant since) {
    return ReadLines.grouped(ask(workload, since), patterns::ofDependencies);
  }

  @Override
  public Answer<LogReading> reading(Workload workload, Instant since) {
    return ask(workload, since).map(ReadLines::counted);
  }

  private Answer<ReadLines> ask(Workload workload, Instant since) {
    String query = query(workload);
    String source = "Elasticsearch %s: %s since %s".formatted(settings.index(), query, since);
    Instant askedAt = clock.instant();
    try {
      return Answer.of(source, askedAt, read(search(query, since), since));
    } catch (RestClientException failure) {
      return Answer.unknown(source, askedAt, reason(failure));
    } catch (PartialAnswer partial) {
      return Answer.unknown(source, askedAt, partial.getMessage());
    } catch (IllegalArgumentException unexpectedShape) {
      return Answer.unknown(source, askedAt, notElasticsearch(unexpectedShape));
    }
  }

  private String query(Workload workload) {
    return settings
        .query()
        .replace("{{service}}", workload.service())
        .replace("{{namespace}}", workload.namespace())
        .replace("{{deployment}}", workload.deployment());
  }

  private JsonNode search(String query, Instant since) {
    String base = StringUtils.trimTrailingCharacter(settings.url().toString(), '/');
    JsonNode answer =
        http.post()
            // without it, an index that does not exist looks like a service without errors
            .uri(URI.create(base + "/" + settings.index() + "/_search?allow_no_indices=false"))
            .contentType(MediaType.APPLICATION_JSON)
            .accept(MediaType.APPLICATION_JSON)
            .body(
                Map.of(
                    "size", settings.maxLines(),
                    "_source", Map.of("excludes", WHERE_IT_RAN),
                    "sort", List.of(Map.of("@timestamp", "desc")),
                    "query",
                        Map.of(
                            "bool",
                            Map.of(
                                "filter",
                                List.of(
                                    Map.of("query_string", Map.of("query", query)),
                                    Map.of(
                                        "range",
                                        Map.of("@timestamp", Map.of("gte", since.toString()))))))))
            .retrieve()
            .body(JsonNode.class);
    if (answer == null) {
      throw new IllegalArgumentException("An empty answer");
    }
    if (answer.path("timed_out").asBoolean() || answer.at("/_shards/failed").asInt() > 0) {
      throw new PartialAnswer(
          "of Elasticsearch at %s only a part of the index answered (timed out: %s, shards that failed: %d); look at Elasticsearch itself"
              .formatted(
                  settings.url(),
                  answer.path("timed_out").asBoolean(),
                  answer.at("/_shards/failed").asInt()));
    }
    return answer.required("hits").required("hits");
  }

  private ReadLines read(JsonNode hits, Instant since) {
    return new ReadLines(
        StreamSupport.stream(hits.spliterator(), false)
            .map(hit -> entry(hit.path("_source"), since))
            .toList(),
        List.of());
  }

  /** A line that nothing dates counts from the beginning: the store was asked for no older one. */
  private Entry entry(JsonNode fields, Instant since) {
    Instant at = reader.time(fields).orElse(since);
    Saying saying = reader.read(fields);
    return new Entry(at, 1, saying.grasp(), fields.toString(), saying.line());
  }

  private String reason(RestClientException failure) {
    if (failure instanceof RestClientResponseException response) {
      int status = response.getStatusCode().value();
      return switch (status) {
        case 401, 403 ->
            "Elasticsearch at %s does not let us ask (%d); set runbook.logs.elasticsearch.api-key, or username and password"
                .formatted(settings.url(), status);
        case 400 ->
            "Elasticsearch at %s rejects the query (400); correct runbook.logs.elasticsearch.query"
                .formatted(settings.url());
        case 404 ->
            "Elasticsearch at %s has no index %s (404); set runbook.logs.elasticsearch.index"
                .formatted(settings.url(), settings.index());
        default ->
            "Elasticsearch at %s answers %d; look at Elasticsearch itself"
                .formatted(settings.url(), status);
      };
    }
    Throwable cause = failure.getMostSpecificCause();
    if (cause instanceof JsonProcessingException || !(cause instanceof IOException)) {
      return notElasticsearch(cause);
    }
    return "Elasticsearch at %s %s; check that it runs and that runbook.logs.elasticsearch.url is right"
        .formatted(settings.url(), HttpCalls.why(failure, settings.timeout()));
  }

  private String notElasticsearch(Throwable because) {
    return "what answers at %s is not Elasticsearch (%s); check runbook.logs.elasticsearch.url"
        .formatted(settings.url(), because.getClass().getSimpleName());
  }

  /** What a loaded index gives by itself: no lines of it are no sign of no errors. */
  private static class PartialAnswer extends RuntimeException {
    PartialAnswer(String sentence) {
      super(sentence);
    }
  }
}
