package com.dhakacart.runbook.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which what may be a name, an address or a token is replaced by what means nothing. It
 * keeps what is known to be harmless: public words, short numbers, times, and the pod's own
 * addresses, with the ports, since the judgement reads them.
 */
final class RedactedText {

  private static final Pattern PIECES =
      Pattern.compile(
          "(?<time>\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z|\\b\\d\\d:\\d\\d:\\d\\d\\b)"
              + "|(?<said>(?i:\\b(?:password|passwd|pwd|token|secret|api[_-]?key|authorization)\\b)[\"']?\\s*[:=]\\s*[\"']?)(?<secret>(?i:(?:bearer|basic)\\s+)?[^\\s\"',;]+)"
              + "|(?<url>\\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s\"'<>]+)"
              + "|(?<mail>[^\\s\"'<>@,;:(]+@[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)+)"
              + "|(?<four>(?<![\\p{L}\\p{N}_.-])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\p{L}\\p{N}_]))"
              + "|(?<six>(?<![\\p{L}\\p{N}_:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\\p{L}\\p{N}_:]))"
              + "|(?<number>(?<![\\p{L}\\p{N}_.-])\\d{1,5}(?:\\.\\d+)?(?:ms|s|m|h|d|[KMGT]i?B?|B)?(?![\\p{L}\\p{N}_-]|\\.\\p{L}))"
              + "|(?<word>[\\p{L}\\p{M}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_.$+=~-]*[\\p{L}\\p{M}\\p{N}_$+=~])?)");

  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^/?#@]*@)?(?<host>\\[[^\\]]*\\]|[^/?#:]*)(?<rest>.*)");

  private static final Pattern PORT = Pattern.compile(".+(?<port>:\\d{4})$");
  private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,5}");
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+(?:[._-][A-Za-z]+)*");
  private static final Pattern NOT_HEXADECIMAL = Pattern.compile("[^0-9A-Fa-f]+");

  private final StandIns names;

  RedactedText(StandIns names) {
    this.names = names;
  }

  String of(String text) {
    Matcher piece = PIECES.matcher(text);
    StringBuilder redacted = new StringBuilder();
    while (piece.find()) {
      piece.appendReplacement(redacted, Matcher.quoteReplacement(redacted(piece)));
    }
    return piece.appendTail(redacted).toString();
  }

  private String redacted(Matcher piece) {
    String known = names.chosenFor(piece.group());
    if (known != null) {
      return known;
    }
    if (piece.group("time") != null || piece.group("number") != null) {
      return piece.group();
    }
    if (piece.group("secret") != null) {
      return piece.group("said") + names.of("secret", piece.group("secret"));
    }
    if (piece.group("url") != null) {
      return url(piece.group("url"));
    }
    if (piece.group("mail") != null) {
      return names.of("mail", piece.group("mail"), it -> "user-" + it + "@example.com");
    }
    if (piece.group("four") != null) {
      return four(piece.group("four"));
    }
    if (piece.group("six") != null) {
      return six(piece.group("six"));
    }
    return word(piece.group("word"));
  }

  private String url(String url) {
    String scheme = url.substring(0, url.indexOf(':'));
    Matcher authority = AUTHORITY.matcher(url.substring(scheme.length() + 3));
    authority.matches();
    return (PublicWords.has(scheme) ? scheme : "url")
        + "://"
        + host(authority.group("host"))
        + of(authority.group("rest"));
  }

  /** Of its own, also where it is a public word. */
  private String host(String host) {
    return host.isEmpty() || host.equals("localhost") || host.equals("127.0.0.1")
        ? host
        : names.of("host", host);
  }

  /** Those that are kept for examples (RFC 5737). */
  private String four(String address) {
    return address.startsWith("127.") || address.equals("0.0.0.0")
        ? address
        : names.of(
            "address",
            address,
            it ->
                it < 255
                    ? "192.0.2." + it
                    : it < 509 ? "198.51.100." + (it - 254) : "address-" + it);
  }

  /** Likewise (RFC 3849). What follows the last colon may be a port. */
  private String six(String address) {
    if (NOT_HEXADECIMAL.matcher(address).matches()
        || address.equals("::1")
        || address.startsWith("::1:")) {
      return address;
    }
    Matcher port = PORT.matcher(address);
    String suffix = port.matches() ? port.group("port") : "";
    return names.of(
            "long address",
            address.substring(0, address.length() - suffix.length()),
            "2001:db8::%x"::formatted)
        + suffix;
  }

  private String word(String word) {
    String known = names.chosenFor(word);
    if (known != null) {
      return known;
    }
    int equals = word.indexOf('=');
    if (equals > 0) {
      String value = word.substring(equals + 1);
      return word(word.substring(0, equals))
          + "="
          + (value.isEmpty() || SHORT_NUMBER.matcher(value).matches()
              ? value
              : names.of("name", value));
    }
    return word.length() == 1
            || SHORT_NUMBER.matcher(word).matches()
            || (LETTERS.matcher(word).matches() && PublicWords.has(word))
        ? word
        : names.of("name", word);
  }
}
