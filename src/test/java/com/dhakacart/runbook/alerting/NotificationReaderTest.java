package com.dhakacart.runbook.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.alerting.DeliveredAlert.Readable;
import com.dhakacart.runbook.incident.Alert;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other senders than Alertmanager's webhook deliver. */
class NotificationReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-28T09:10:00Z");

  /** Stands for the notification of a real Alertmanager, and for its text as JSON. */
  private static final String NOTIFICATION = "@notification";

  private static final String AS_TEXT = "@text";
  private static final String AS_BASE64 = "@base64";

  private final NotificationReader reader =
      new NotificationReader(Clock.fixed(NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payload\": @notification}",
        "{\"event\": {\"type\": \"alert\", \"body\": @notification}}",
        "{\"body\": @text}",
        "{\"data\": {\"message\": @text}, \"attempt\": 1}",
        "[@notification]",
        // CloudEvents 1.0, alone, as Base64 and in a batch
        "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/am\", \"type\": \"alerts\", \"datacontenttype\": \"application/json\", \"data\": @notification}",
        "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/am\", \"type\": \"alerts\", \"data_base64\": @base64}",
        "[{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/am\", \"type\": \"alerts\", \"data\": @notification}]",
        // Amazon SNS, SNS to SQS to Lambda, EventBridge
        "{\"Type\": \"Notification\", \"MessageId\": \"m\", \"TopicArn\": \"arn:aws:sns:x:1:t\", \"Message\": @text, \"Signature\": \"c2ln\", \"UnsubscribeURL\": \"http://sns.example\"}",
        "{\"Records\": [{\"EventSource\": \"aws:sns\", \"Sns\": {\"Message\": @text}}]}",
        "{\"version\": \"0\", \"detail-type\": \"alert\", \"detail\": @notification}",
        // Google Pub/Sub push, Azure Event Grid
        "{\"message\": {\"data\": @base64, \"messageId\": \"1\"}, \"subscription\": \"s\"}",
        "[{\"id\": \"1\", \"eventType\": \"alert\", \"data\": @notification, \"dataVersion\": \"1\"}]",
        // Grafana OnCall's outgoing webhook
        "{\"event\": {\"type\": \"alert group created\"}, \"alert_group_id\": \"I1\", \"alert_payload\": @notification}",
      })
  void serviceWrapsANotification_itsAlertIsTakenAsItCame(String envelope) throws IOException {
    Notification read = read(filled(envelope));

    assertThat(read.problems()).isEmpty();
    assertThat(read.alerts()).isEqualTo(reader.read(bytes(recorded("firing"))).alerts());
    assertThat(read.alerts()).hasSize(1);
  }

  @Test
  void envelopesInABatch_eachIsRead_andWhatIsOddInOneCostsTheOthersNothing() {
    Notification read =
        read(
            """
            [{"data":{"alerts":[%s,{"status":"firing"}],"truncatedAlerts":2}},{"data":7},
             {"data":{"alerts":[%s],"truncatedAlerts":1}}]"""
                .formatted(alert("a"), alert("b")));

    assertThat(read.alerts()).extracting(Alert::fingerprint).containsExactly("a", "b");
    assertThat(read.problems()).contains("[0].data.alerts[1].startsAt is missing");
    assertThat(read.truncated()).isEqualTo(3);
  }

  @Test
  void fingerprintIsLeftOut_itIsTheOneThatAlertmanagerComputes() throws IOException {
    JsonNode notification = JSON.readTree(recorded("firing"));
    String fingerprint = notification.at("/alerts/0/fingerprint").textValue();
    ((ObjectNode) notification.at("/alerts/0")).remove("fingerprint");

    assertThat(read(notification.toString()).alerts())
        .extracting(Alert::fingerprint)
        .containsExactly(fingerprint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          "2026-11-28T09:14:00Z" | true
          "0001-01-01T00:00:00Z" | true
          ""                     | true
          null                   | true
          "2026-11-28T09:09:59Z" | false
          "2026-11-28T09:10:00Z" | false
          """)
  void alertsAsTheApiTakesThem_fireUntilTheEndThatTheyName(String end, boolean firing) {
    Notification read =
        read(
            """
            [{"labels":{"alertname":"DhakaCartHighErrorRate","service":"dhakacart-backend"},
              "annotations":{},"startsAt":"2026-11-28T09:05:00Z","endsAt":%s,"generatorURL":"http://vmalert"}]"""
                .formatted(end));

    assertThat(read.problems()).isEmpty();
    assertThat(read.alerts())
        .singleElement()
        .satisfies(it -> assertThat(it.firing()).isEqualTo(firing))
        .satisfies(it -> assertThat(it.fingerprint()).matches("[0-9a-f]{16}"));
  }

  @ParameterizedTest
  @CsvSource({"active,true", "unprocessed,true", "suppressed,"})
  void alertsAsTheApiGivesThem_areTakenUnlessTheyAreSilenced(String state, Boolean firing) {
    Notification read =
        read(
            """
            [{"fingerprint":"a","labels":{"alertname":"A"},"startsAt":"2026-11-28T09:05:00Z",
              "endsAt":"2026-11-28T09:14:00Z","status":{"state":"%s","silencedBy":[],"inhibitedBy":[]}}]"""
                .formatted(state));

    if (firing == null) {
      assertThat(read.problems())
          .singleElement()
          .asString()
          .contains("silenced, inhibited or muted");
    } else {
      assertThat(read.alerts()).extracting(Alert::firing).containsExactly(firing);
    }
  }

  /** This node's clock is ahead: it was taken for its own end, and its beginning then ignored. */
  @ParameterizedTest
  @ValueSource(strings = {"active", "unprocessed"})
  void alertThatTheApiCallsActive_firesWhateverThisClockSays(String state) {
    Notification read =
        read(
            """
            [{"fingerprint":"a","labels":{"alertname":"A"},"startsAt":"2026-11-28T09:05:00Z",
              "endsAt":"%s","status":{"state":"%s","silencedBy":[],"inhibitedBy":[]}}]"""
                .formatted(NOW.minusSeconds(20), state));

    assertThat(read.alerts()).extracting(Alert::firing).containsExactly(true);
  }

  /** By a time interval of its route; Alertmanager says so since 0.28. */
  @Test
  void alertThatTheApiCallsMuted_isNotTaken() {
    Notification read =
        read(
            """
            [{"fingerprint":"a","labels":{"alertname":"A"},"startsAt":"2026-11-28T09:05:00Z",
              "endsAt":"2026-11-28T09:14:00Z",
              "status":{"state":"active","silencedBy":[],"inhibitedBy":[],"mutedBy":["nights"]}}]""");

    assertThat(read.alerts()).isEmpty();
  }

  @Test
  void alertStandsAlone_isTaken() {
    assertThat(read(alert("a")).alerts()).extracting(Alert::fingerprint).containsExactly("a");
    assertThat(read("{\"alert\":" + alert("b") + "}").alerts())
        .extracting(Alert::fingerprint)
        .containsExactly("b");
  }

  // Grafana writes version "1" and fields of its own, and its end can come without a beginning.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "startsAt":"0001-01-01T00:00:00Z","endsAt":"2026-11-28T09:08:00Z" | 2026-11-28T09:08:00Z
          "startsAt":"0001-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z" | 2026-11-28T09:10:00Z
          "startsAt":"2026-11-28T09:05:00+06:00","endsAt":""                | 2026-11-28T03:05:00Z
          "endsAt":null                                                     | 2026-11-28T09:10:00Z
          """)
  void endOfGrafana_isTakenWhicheverOfItsTimesIsSet(String times, Instant startsAt) {
    Notification read =
        read(
            """
            {"receiver":"runbook","status":"resolved","orgId":1,"version":"1","title":"[RESOLVED]",
             "state":"ok","message":"","groupKey":"{}/{}:{}","truncatedAlerts":0,"alerts":[
             {"status":"resolved","labels":{"alertname":"DhakaCartHighErrorRate","grafana_folder":"Shop"},
              "annotations":{},%s,"generatorURL":"","fingerprint":"a","values":null,"valueString":"",
              "silenceURL":"","dashboardURL":"","panelURL":"","imageURL":""}]}"""
                .formatted(times));

    assertThat(read.problems()).isEmpty();
    assertThat(read.alerts())
        .singleElement()
        .satisfies(it -> assertThat(it.firing()).isFalse())
        .satisfies(it -> assertThat(it.startsAt()).isEqualTo(startsAt));
  }

  // Each ended the reading of the whole delivery.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"labels\":{\"\\ud800\":\"x\",",
        "\"labels\":{\"a\\udc00b\":\"x\",",
        "\"labels\":{\"@long\":\"x\",",
        "\"annotations\":{\"@long\":\"x\"},\"labels\":{",
        "\"annotations\":{\"\\ud83d\":\"x\"},\"labels\":{",
        "\"annotations\":@nested,\"labels\":{"
      })
  void nameOrNestingIsOddInOneAlert_itIsTakenWithoutThat_andItsNeighboursAre(String odd) {
    String text =
        odd.replace("@long", "n".repeat(100_000))
            .replace("@nested", "[".repeat(3000) + "]".repeat(3000));

    Notification read =
        read(
            "{\"alerts\":["
                + alert("a")
                + ","
                + alert("b").replace("\"labels\":{", text)
                + ","
                + alert("c")
                + "]}");

    assertThat(read.alerts()).extracting(Alert::fingerprint).containsExactly("a", "b", "c");
    assertThat(read.delivered().get(1))
        .isInstanceOfSatisfying(
            Readable.class,
            it -> {
              assertThat(it.alert().labels()).doesNotContainValue("x");
              assertThat(it.alert().annotations()).doesNotContainValue("x");
              assertThat(it.leftOut())
                  .singleElement()
                  .satisfies(what -> assertThat(what).hasSizeLessThan(200));
            });
  }

  @Test
  void valueIsNoNumber_orBytesAreNoUtf8_theAlertIsTakenAllTheSame() {
    String odd =
        alert("a").replace("\"status\"", "\"values\":{\"A\":NaN,\"B\":-Infinity},\"status\"");
    byte[] latin =
        ("{\"alerts\":[" + odd + "]}")
            .replace("5 percent", "caf\u00e9")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(reader.read(latin).alerts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"Type":"SubscriptionConfirmation","Token":"t","TopicArn":"a","SubscribeURL":"http://x"} | open its SubscribeURL yourself
          {"Type":"Notification","TopicArn":"a","Message":"Firing: high error rate"}           | sns_configs
          {"evalMatches":[],"ruleId":1,"ruleName":"r","state":"alerting","orgId":1,"title":"t"} | Grafana Alerting (version 9
          {"orgId":1,"title":"t","state":"alerting","message":"m"}                             | contact point of the type Webhook without a custom payload
          {"routing_key":"k","event_action":"trigger","payload":{"summary":"s","severity":"critical","custom_details":{"firing":"Labels:"}}} | pagerduty_configs
          {"event":{"id":"1","event_type":"incident.triggered","data":{"title":"t"}}}          | pagerduty_configs
          {"action":"Create","alert":{"alertId":"1","message":"m","tags":[]},"integrationName":"x"} | opsgenie_configs
          {"message":"m","alias":"a","description":"d","priority":"P1"}                        | opsgenie_configs
          {"message_type":"CRITICAL","entity_id":"e","state_message":"s"}                      | victorops_configs
          {"channel":"#a","attachments":[{"title":"t","text":"x"}]}                            | written for people
          {"@type":"MessageCard","title":"t"}                                                  | written for people
          {"status":"success","data":{"groups":[]}}                                            | Let its rules reach Alertmanager
          """)
  void senderWithoutLabels_isRefusedWithWhatToChooseThere(String payload, String advice) {
    assertThatThrownBy(() -> read(payload))
        .isInstanceOf(NotANotification.class)
        .hasMessageContaining("alerts is missing")
        .hasMessageContaining(advice)
        .hasMessageEndingWith(".");
  }

  @Test
  void wordsThatLookLikeJsonOrBase64_areNoAlerts() {
    for (String text : List.of("{not json", "[1] of 3", "eyJhbGci", "ewogfQ==x", "wwwwwwwwwwww")) {
      assertThatThrownBy(() -> read("{\"text\":" + new TextNode(text) + "}"))
          .isInstanceOf(NotANotification.class);
    }
  }

  private Notification read(String payload) {
    return reader.read(bytes(payload));
  }

  private static String filled(String envelope) throws IOException {
    String notification = recorded("firing");
    return envelope
        .replace(NOTIFICATION, notification)
        .replace(AS_TEXT, new TextNode(notification).toString())
        .replace(AS_BASE64, "\"" + Base64.getEncoder().encodeToString(bytes(notification)) + "\"");
  }

  private static String alert(String fingerprint) {
    return """
    {"status":"firing","fingerprint":"%s","startsAt":"2026-11-28T09:05:00Z","summary":"5 percent",
     "labels":{"alertname":"DhakaCartHighErrorRate"}}"""
        .formatted(fingerprint);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String recorded(String name) throws IOException {
    try (var file = NotificationReaderTest.class.getResourceAsStream("/alerts/" + name + ".json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
