package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.oncall.OnCallSettings.Contact;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends a page by every way that its team has; one that works is enough. Where there is none,
 * another team is told whom to call.
 */
@Component
class WebhookAndMailOnCall implements OnCall, PeopleReach {

  private static final Logger log = LoggerFactory.getLogger(WebhookAndMailOnCall.class);
  private static final String NOBODY_ELSE = "nobody else could be told";

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
  public Optional<String> nobodyBecause() {
    return Arrays.stream(Team.values()).map(settings::contact).anyMatch(it -> !ways(it).isEmpty())
        ? Optional.empty()
        : Optional.of(
            "no team has a paging webhook, or a mail address and a mail server; set runbook.oncall.teams.*.webhook-url or spring.mail.host");
  }

  @Override
  public Duration longestPage() {
    return Arrays.stream(Team.values())
        .flatMap(it -> ways(settings.contact(it)).stream())
        .map(Way::timeout)
        .reduce(Duration.ZERO, Duration::plus);
  }

  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    nobodyBecause().ifPresent(it -> log.warn("Nobody can be called: {}", it));
  }

  @Override
  public String page(Page page) {
    Contact contact = settings.contact(page.team());
    return ways(contact).isEmpty() ? throughAnother(page, contact) : directly(page, contact);
  }

  private String directly(Page page, Contact contact) {
    List<String> sent = new ArrayList<>();
    List<PageNotSent> failures = new ArrayList<>();
    for (Way way : ways(contact)) {
      try {
        sent.add(way.sending().apply(page));
      } catch (RuntimeException failure) {
        failures.add(PageNotSent.because(failure));
      }
    }
    String failed = String.join("; ", failures.stream().map(Throwable::getMessage).toList());
    if (sent.isEmpty()) {
      throw notSent(page, contact, failed + toldAnotherOnce(page), failures);
    }
    String ok = String.join(" and ", sent);
    return failures.isEmpty() ? ok + phone(contact) : ok + phone(contact) + "; but " + failed;
  }

  /**
   * A team that only a person can reach is called by telling another one. Where none takes it
   * either, nobody was called, and it stays to be sent.
   */
  private String throughAnother(Page page, Contact contact) {
    return toldAnother(page)
        .map(it -> it + phone(contact))
        .orElseThrow(() -> new PageNotSent(nobodyToReach(page, contact), null));
  }

  /**
   * Tells another team, once, that this one cannot be reached and why it was called. The page
   * itself stays to be sent: it has ways of its own.
   */
  private String toldAnotherOnce(Page page) {
    if (told.getIfPresent(page.key()) != null) {
      return "";
    }
    Optional<String> how = toldAnother(page);
    how.ifPresent(it -> told.put(page.key(), true));
    return "; " + how.orElse(NOBODY_ELSE);
  }

  private Optional<String> toldAnother(Page page) {
    for (Team other : Team.values()) {
      Optional<String> how =
          other == page.team() ? Optional.empty() : tell(unreachable(page, other));
      if (how.isPresent()) {
        return how.map(it -> "%s was told instead: %s".formatted(other.title(), it));
      }
    }
    return Optional.empty();
  }

  private Optional<String> tell(Page page) {
    for (Way way : ways(settings.contact(page.team()))) {
      try {
        return Optional.of(way.sending().apply(page));
      } catch (RuntimeException e) {
        log.warn(
            "{} could not be told either: {}",
            page.team().title(),
            PageNotSent.because(e).getMessage());
      }
    }
    return Optional.empty();
  }

  private Page unreachable(Page page, Team other) {
    return new Page(
        page.incident(),
        page.stage() + " instead",
        other,
        "%s cannot be reached: %s%s"
            .formatted(page.team().title(), page.summary(), byHand(settings.contact(page.team()))),
        page.details(),
        page.links());
  }

  private List<Way> ways(Contact contact) {
    List<Way> ways = new ArrayList<>();
    if (contact.hasWebhook()) {
      ways.add(new Way(settings.timeout(), page -> webhook.send(page, contact)));
    }
    if (contact.hasMail() && mail.isConfigured()) {
      ways.add(new Way(settings.mailTimeout(), page -> mail.send(page, contact.mail())));
    }
    return ways;
  }

  /**
   * @param sending says how it was sent
   */
  private record Way(Duration timeout, Function<Page, String> sending) {}

  private static String nobodyToReach(Page page, Contact contact) {
    String why =
        contact.hasMail()
            ? "no mail server and no paging webhook is configured; set spring.mail.host or "
            : "neither a mail address nor a paging webhook is configured; set ";
    return "not sent to %s: %s%s; %s%s"
        .formatted(
            page.team().title(),
            why,
            OnCallSettings.webhookOf(page.team()),
            NOBODY_ELSE,
            byHand(contact));
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

  private static String byHand(Contact contact) {
    return (contact.hasPhone() ? "; call " + contact.phone() : "")
        + (contact.hasMail() ? "; mail " + contact.mail() : "");
  }
}
