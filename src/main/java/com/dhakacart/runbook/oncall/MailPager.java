package com.dhakacart.runbook.oncall;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.sockets.EndingSockets;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URLEncoder;
import java.util.Map.Entry;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Pages by mail. The details are Markdown, which reads well as plain text. */
@Component
class MailPager {

  private static final int WHY_CHARS = 200;

  private final OnCallSettings settings;
  private final ObjectProvider<JavaMailSender> mail;

  MailPager(OnCallSettings settings, ObjectProvider<JavaMailSender> mail) {
    this.settings = settings;
    this.mail = mail;
    mail.ifAvailable(this::limit);
  }

  /**
   * JavaMail itself waits as long as there is a byte now and then, and takes any number of them.
   * Whoever set another way to the server has that.
   */
  private void limit(JavaMailSender sender) {
    if (sender instanceof JavaMailSenderImpl javaMail) {
      Properties properties = javaMail.getSession().getProperties();
      EndingSockets sockets = new EndingSockets(settings.mailTimeout());
      Stream.of("mail.smtp", "mail.smtps")
          .filter(it -> !properties.containsKey(it + ".socketFactory.class"))
          .filter(it -> !properties.containsKey(it + ".socks.host"))
          .forEach(it -> properties.put(it + ".socketFactory", sockets));
    }
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
      if (!isTaken(failure)) {
        throw new PageNotSent(
            "the mail to %s was not taken (%s); check spring.mail.host and its user"
                .formatted(address, why(failure)),
            failure);
      }
    }
    return "mail to " + address;
  }

  /** By a server that went away after it, without a word: no message failed. */
  private static boolean isTaken(MailException failure) {
    return failure instanceof MailSendException sending && sending.getFailedMessages().isEmpty();
  }

  /** What the server said, or what came in its place. */
  private static String why(MailException failure) {
    Throwable said =
        failure instanceof MailSendException sending && sending.getMessageExceptions() != null
            ? sending.getMessageExceptions()[0]
            : failure;
    said = NestedExceptionUtils.getMostSpecificCause(said);
    String words = oneLine(said.getClass().getSimpleName() + ": " + said.getMessage());
    return words.length() > WHY_CHARS ? words.substring(0, WHY_CHARS) + "..." : words;
  }

  private void write(Page page, String address, MimeMessage message) throws MessagingException {
    MimeMessageHelper letter = new MimeMessageHelper(message);
    letter.setFrom(settings.from());
    letter.setTo(address);
    letter.setSubject("[%s] %s".formatted(page.incident(), oneLine(page.summary())));
    letter.setText(text(page));
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
