package com.dhakacart.runbook.alerting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Reads Alertmanager's webhook payload, version 4, as its relatives send it too (Grafana, Mimir),
 * and what services wrap around it. Fields it does not know are ignored, since newer senders add
 * some; of the group only its alerts matter, because a firing group can hold resolved alerts and a
 * group's key changes with the route tree.
 */
@Component
class NotificationReader {

  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final int DEEPEST_NESTING = 10_000;

  /** Longer than any float is written; to read a number takes the square of its length. */
  private static final int LONGEST_NUMBER = 10_000;

  /** Escapes of a JSON text; a surrogate that is not one of a pair is the half of a character. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}"
              + "|(\\\\u[dD][89a-fA-F]\\p{XDigit}{2})"
              + "|\\\\.");

  private static final int HALF = 1;
  private static final String REPLACEMENT_ESCAPE = "\\ufffd";

  private final ObjectReader json;
  private final Envelopes envelopes;
  private final Clock clock;

  NotificationReader(Clock clock) {
    this.json =
        JsonMapper.builder(forgiving())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    this.envelopes = new Envelopes(json);
    this.clock = clock;
  }

  /**
   * What is odd in one alert must not keep its neighbours from being read: a name of any length, no
   * number, half a character. How long all of it may be is limited where it is received.
   */
  private static JsonFactory forgiving() {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNestingDepth(DEEPEST_NESTING)
                .build())
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /**
   * @throws NotANotification when it is anything else, and carries none
   */
  Notification read(byte[] body) {
    JsonNode payload = parse(body);
    List<CarriedAlerts> carried = envelopes.in(payload);
    if (carried.isEmpty()) {
      throw new NotANotification(List.of(problem(payload)), OtherSender.advice(payload));
    }
    Instant now = clock.instant();
    List<DeliveredAlert> delivered = new ArrayList<>();
    for (CarriedAlerts it : carried) {
      for (int i = 0; i < it.list().size(); i++) {
        String at = it.at() + "[" + i + "]";
        delivered.add(new AlertReader(at, it.list().get(i), it.ofWebhook(), now).read());
      }
    }
    return new Notification(delivered, carried.stream().mapToInt(CarriedAlerts::truncated).sum());
  }

  /**
   * Reads an answer of Alertmanager's API, version 2. It lists all that fires, and so is many times
   * as long as a delivery in a storm: it is read alert by alert.
   *
   * @param whole false where only the beginning of the answer is there; the alerts in it count
   * @throws NotANotification when it is no list
   */
  Firing readAnswer(byte[] body, boolean whole) {
    Instant now = clock.instant();
    List<DeliveredAlert> listed = new ArrayList<>();
    ObjectReader alerts = json.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try (JsonParser list = alerts.createParser(text(body))) {
      if (list.nextToken() != JsonToken.START_ARRAY) {
        throw new NotANotification("the answer is not a list");
      }
      while (list.nextToken() != JsonToken.END_ARRAY) {
        JsonNode alert = alerts.readTree(list);
        listed.add(new AlertReader("[" + listed.size() + "]", alert, false, now).read());
      }
    } catch (JsonEOFException e) {
      if (whole) {
        throw notJson(e);
      }
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory could not be read", e);
    }
    return new Firing(new Notification(listed, 0).alerts(), whole);
  }

  /** Characters, as for a delivery: see {@link #parse}. */
  private static Reader text(byte[] body) {
    return new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
  }

  private static String problem(JsonNode payload) {
    if (!payload.isContainerNode() || payload.isArray() && payload.isEmpty()) {
      return "the body is not a JSON object";
    }
    return payload.has("alerts") ? "alerts is not a list" : "alerts is missing";
  }

  /**
   * From characters, since the bytes of a name that is not whole Unicode end the reading; so does
   * half a character that a name spells as an escape, which is read on a second try.
   */
  private JsonNode parse(byte[] body) {
    String read = new String(body, StandardCharsets.UTF_8);
    String text = read.startsWith(BYTE_ORDER_MARK) ? read.substring(1) : read;
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      String whole = withoutHalves(text);
      if (whole.equals(text)) {
        throw notJson(e);
      }
      return parse(whole.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String withoutHalves(String text) {
    return ESCAPES
        .matcher(text)
        .replaceAll(
            it ->
                Matcher.quoteReplacement(it.group(HALF) == null ? it.group() : REPLACEMENT_ESCAPE));
  }

  private static NotANotification notJson(JsonProcessingException e) {
    return new NotANotification(
        e.getLocation() == null
            ? "the body cannot be read: " + e.getOriginalMessage()
            : "the body is not JSON (line %d, column %d)"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
  }
}
