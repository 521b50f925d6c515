package com.dhakacart.runbook.oncall;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dhakacart.runbook.incident.Page;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URLEncoder;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
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
    try {
      mail.getObject().send(message -> write(page, address, message));
    } catch (MailException failure) {
      throw new PageNotSent(
          "the mail to %s was not taken (%s); check spring.mail.host and its user"
              .formatted(address, failure.getClass().getSimpleName()),
          failure);
    }
    return "mail to " + address;
  }

  private void write(Page page, String address, MimeMessage message) throws MessagingException {
    MimeMessageHelper mail = new MimeMessageHelper(message);
    mail.setFrom(settings.from());
    mail.setTo(address);
    mail.setSubject("[%s] %s".formatted(page.incident(), oneLine(page.summary())));
    mail.setText(text(page));
    message.setHeader("Message-ID", id(page));
  }

  /** RFC 5322, 3.6.4: the same for every repetition, by which mail servers and readers tell it. */
  private String id(Page page) {
    String domain = settings.from().substring(settings.from().lastIndexOf('@') + 1);
    return "<%s@%s>".formatted(URLEncoder.encode(page.key(), UTF_8), domain);
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
