package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.oncall.OnCallSettings.Contact;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends a page by every way that its team has; one that works is enough. */
@Component
class WebhookAndMailOnCall implements OnCall {

  private static final Logger log = LoggerFactory.getLogger(WebhookAndMailOnCall.class);

  /** As many as a person could read; after a restart each may be told once more. */
  private final Cache<String, Boolean> told = Caffeine.newBuilder().maximumSize(1_000).build();

  private final OnCallSettings settings;
  private final WebhookPager webhook;
  private final MailPager mail;

  WebhookAndMailOnCall(OnCallSettings settings, WebhookPager webhook, MailPager mail) {
    this.settings = settings;
    this.webhook = webhook;
    this.mail = mail;
  }

  @Override
  public String page(Page page) {
    Contact contact = settings.contact(page.team());
    List<Supplier<String>> ways = ways(page, contact);
    if (ways.isEmpty()) {
      return nobodyToReach(page, contact);
    }
    List<String> sent = new ArrayList<>();
    List<PageNotSent> failures = new ArrayList<>();
    for (Supplier<String> way : ways) {
      try {
        sent.add(way.get());
      } catch (PageNotSent failure) {
        failures.add(failure);
      }
    }
    String failed = String.join("; ", failures.stream().map(Throwable::getMessage).toList());
    if (sent.isEmpty()) {
      throw notSent(page, contact, failed + toldOthers(page), failures);
    }
    String ok = String.join(" and ", sent);
    return failures.isEmpty() ? ok + phone(contact) : ok + phone(contact) + "; but " + failed;
  }

  /**
   * Tells another team, once, that this one cannot be reached and why it was called. The page
   * itself stays to be sent: whoever is told is not who was called.
   */
  private String toldOthers(Page page) {
    if (told.asMap().putIfAbsent(page.incident() + "/" + page.stage(), true) != null) {
      return "";
    }
    for (Team other : Team.values()) {
      Optional<String> how =
          other == page.team() ? Optional.empty() : tell(unreachable(page, other));
      if (how.isPresent()) {
        return "; %s was told instead: %s".formatted(other.title(), how.get());
      }
    }
    return "; and nobody else could be told";
  }

  private Optional<String> tell(Page page) {
    for (Supplier<String> way : ways(page, settings.contact(page.team()))) {
      try {
        return Optional.of(way.get());
      } catch (PageNotSent e) {
        log.warn("{} could not be told either: {}", page.team().title(), e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Page unreachable(Page page, Team other) {
    return new Page(
        page.incident(),
        page.stage() + " instead",
        other,
        "%s cannot be reached: %s".formatted(page.team().title(), page.summary()),
        page.details(),
        page.links());
  }

  private List<Supplier<String>> ways(Page page, Contact contact) {
    List<Supplier<String>> ways = new ArrayList<>();
    if (contact.hasWebhook()) {
      ways.add(() -> webhook.send(page, contact));
    }
    if (contact.hasMail() && mail.isConfigured()) {
      ways.add(() -> mail.send(page, contact.mail()));
    }
    return ways;
  }

  private static String nobodyToReach(Page page, Contact contact) {
    String why =
        contact.hasMail()
            ? "no mail server and no paging webhook is configured; set spring.mail.host or "
            : "neither a mail address nor a paging webhook is configured; set ";
    return "not sent to %s: %s%s".formatted(page.team().title(), why, setting(page))
        + ".webhook-url"
        + (contact.hasMail() ? "; by hand, mail " + contact.mail() : "")
        + phone(contact);
  }

  private static String setting(Page page) {
    return "runbook.oncall.teams." + page.team().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static PageNotSent notSent(
      Page page, Contact contact, String failed, List<PageNotSent> failures) {
    PageNotSent nobody =
        new PageNotSent(
            "%s could not be reached: %s%s".formatted(page.team().title(), failed, phone(contact)),
            failures.get(0));
    failures.stream().skip(1).forEach(nobody::addSuppressed);
    return nobody;
  }

  private static String phone(Contact contact) {
    return contact.hasPhone() ? "; phone " + contact.phone() : "";
  }
}
