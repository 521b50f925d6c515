package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.oncall.OnCallSettings.Contact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Pages by an event in the form of PagerDuty's Events API v2, which other paging services take as
 * well. The deduplication key is incident and stage, so a repeated event pages nobody twice.
 */
@Component
class WebhookPager {

  /** The limit of PagerDuty's {@code payload.summary}. */
  private static final int SUMMARY_CHARS = 1_024;

  private final Webhooks webhooks;

  WebhookPager(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /**
   * @throws PageNotSent when the paging service did not take it
   */
  String send(Page page, Contact contact) {
    webhooks.post(
        OnCallSettings.webhookOf(page.team()),
        contact.webhookUrl(),
        contact.webhookToken(),
        page.key(),
        event(page, contact));
    return "paging webhook of " + page.team().title();
  }

  private static Map<String, Object> event(Page page, Contact contact) {
    Map<String, Object> event = new LinkedHashMap<>();
    if (StringUtils.hasText(contact.webhookRoutingKey())) {
      event.put("routing_key", contact.webhookRoutingKey());
    }
    event.put("event_action", "trigger");
    event.put("dedup_key", page.key());
    event.put(
        "payload",
        Map.of(
            "summary",
            page.summary().length() > SUMMARY_CHARS
                ? page.summary().substring(0, SUMMARY_CHARS)
                : page.summary(),
            "source",
            page.incident(),
            "severity",
            "critical",
            "custom_details",
            Map.of(
                "incident", page.incident(),
                "stage", page.stage(),
                "team", page.team().title(),
                "details", page.details())));
    event.put("links", links(page));
    return event;
  }

  private static List<Map<String, String>> links(Page page) {
    return page.links().entrySet().stream()
        .sorted(Entry.comparingByKey())
        .map(link -> Map.of("href", link.getValue(), "text", link.getKey()))
        .toList();
  }
}
