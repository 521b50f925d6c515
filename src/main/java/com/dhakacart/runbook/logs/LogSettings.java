package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Timeouts;
import com.dhakacart.runbook.settings.HeaderText;
import com.dhakacart.runbook.settings.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the service's log lines are read, and which of them count. The expressions are searched for
 * in a line's message and its {@code error} field.
 *
 * @param maxLinesPerPod newest lines read of each container's own log; the runbook's {@code --tail}
 * @param shareFor for how long what was read of the containers' own logs serves the next question,
 *     too; zero for never
 * @param maxPatterns patterns kept of an answer, most frequent first
 * @param noise lines that DhakaCart's backend writes at every start and that mean nothing; left out
 * @param dependencyErrors the runbook's {@code grep -i "external\|api\|timeout"}, and what its
 *     services really say: the payment's message has none of those words
 * @param plainErrors which lines that are neither JSON nor of a shape that common loggers write are
 *     errors, too; prose that it does not match is then known to be none. Absent or blank where
 *     nobody says
 */
@Validated
@ConfigurationProperties("runbook.logs")
record LogSettings(
    @DefaultValue("1000") @Positive @Max(10_000) int maxLinesPerPod,
    @DefaultValue("5s") @NotNull @DurationMin Duration shareFor,
    @DefaultValue("50") @Positive int maxPatterns,
    @DefaultValue({
          "Failed to initialize email service",
          "Elasticsearch not available",
          "ECONNREFUSED 127\\.0\\.0\\.1:9200"
        })
        List<Pattern> noise,
    @DefaultValue(
            "(?i)external|\\bapis?\\b|time-?out|timed out|redis|payment|stripe|hang up"
                + "|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN")
        @NotNull
        Pattern dependencyErrors,
    Pattern plainErrors,
    @DefaultValue @Valid Elasticsearch elasticsearch)
    implements Timeouts {

  LogSettings {
    plainErrors = plainErrors == null || plainErrors.pattern().isBlank() ? null : plainErrors;
    noise.forEach(it -> mustLeaveSomethingOut("runbook.logs.noise", it));
    mustLeaveSomethingOut("runbook.logs.dependency-errors", dependencyErrors);
    mustLeaveSomethingOut("runbook.logs.plain-errors", plainErrors);
  }

  /** They are searched for, and what is found in an empty text is found in every line. */
  private static void mustLeaveSomethingOut(String setting, Pattern expression) {
    if (expression != null && (expression.pattern().isBlank() || expression.matcher("").find())) {
      throw new IllegalArgumentException(
          "%s has '%s', which is found in every line; say what must stand there"
              .formatted(setting, expression));
    }
  }

  @Override
  public Map<String, Duration> timeouts() {
    return Map.of("runbook.logs.elasticsearch.timeout", elasticsearch.timeout());
  }

  /**
   * The log store.
   *
   * @param url such as {@code http://elasticsearch:9200}; absent or empty when there is none, and
   *     then the pods' own logs are read
   * @param index index pattern
   * @param query in Kibana's words, with the placeholders {@code {{service}}}, {@code
   *     {{namespace}}} and {@code {{deployment}}}; levels are upper case there and the service is
   *     {@code backend}, because Logstash renames them
   * @param maxLines newest lines read for one question; Elasticsearch gives at most 10,000
   * @param apiKey sent as {@code Authorization: ApiKey}; absent when it asks for none
   * @param username for basic authentication, with {@code password}
   */
  record Elasticsearch(
      URI url,
      @DefaultValue("dhakacart-application-*") @NotBlank String index,
      @DefaultValue("level:(ERROR OR WARN) AND service:backend") @NotBlank String query,
      @DefaultValue("5000") @Positive @Max(10_000) int maxLines,
      @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout,
      String apiKey,
      String username,
      @DefaultValue("") String password) {

    Elasticsearch {
      HttpAddress.mustBe(
          "runbook.logs.elasticsearch.url",
          url,
          "an account is set as runbook.logs.elasticsearch.username and .password");
      apiKey = HeaderText.of("runbook.logs.elasticsearch.api-key", apiKey);
      username = HeaderText.of("runbook.logs.elasticsearch.username", username);
      password = HeaderText.of("runbook.logs.elasticsearch.password", password);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Elasticsearch[url=%s, index=%s, query=%s]".formatted(url, index, query);
    }
  }
}
