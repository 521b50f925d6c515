package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Pages by mail. The details are Markdown, which reads well as plain text. */
@Component
class MailPager {

  private final OnCallSettings settings;
  private final ObjectProvider<JavaMailSender> mail;

  MailPager(OnCallSettings settings, ObjectProvider<JavaMailSender> mail) {
    this.settings = settings;
    this.mail = mail;
  }

  /** Whether there is a mail server at all. */
  boolean isConfigured() {
    return mail.getIfAvailable() != null;
  }

  /**
   * @throws PageNotSent when the mail server did not take it
   */
  String send(Page page, String address) {
    SimpleMailMessage message = new SimpleMailMessage();
    message.setFrom(settings.from());
    message.setTo(address);
    message.setSubject("[%s] %s".formatted(page.incident(), oneLine(page.summary())));
    message.setText(text(page));
    try {
      mail.getObject().send(message);
    } catch (MailException failure) {
      throw new PageNotSent(
          "the mail to %s was not taken (%s); check spring.mail.host and its user"
              .formatted(address, failure.getClass().getSimpleName()),
          failure);
    }
    return "mail to " + address;
  }

  private static String text(Page page) {
    String links =
        page.links().entrySet().stream()
            .sorted(Entry.comparingByKey())
            .map(link -> link.getKey() + ": " + link.getValue())
            .collect(Collectors.joining("\n"));
    return String.join("\n\n", page.summary(), page.details(), links).strip() + "\n";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
