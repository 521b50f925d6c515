package com.dhakacart.runbook.settings;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** An address that is called over HTTP, or shown to people who open it. */
public final class HttpAddress {

  private static final List<String> SCHEMES = List.of("http", "https");

  private HttpAddress() {}

  /**
   * The address itself is never said, since it may hold a secret.
   *
   * @param setting its full name
   * @param url null where none is set
   * @param instead the end of the sentence: what to set, or where name and password belong
   * @throws IllegalArgumentException when it is not of http or https, names no host, or holds a
   *     user's name or password, which would be in pages and logs and is not sent
   */
  public static void mustBe(String setting, URI url, String instead) {
    if (url == null) {
      return;
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "%s must begin with http:// or https://, then the host; %s".formatted(setting, instead));
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "%s must not hold a user name or a password; %s".formatted(setting, instead));
    }
  }
}
