package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.oncall.OnCallSettings.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Sends a page by every way that its team has; one that works is enough. */
@Component
class WebhookAndMailOnCall implements OnCall {

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
      throw notSent(page, contact, failed, failures);
    }
    String ok = String.join(" and ", sent);
    return failures.isEmpty() ? ok + phone(contact) : ok + phone(contact) + "; but " + failed;
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
