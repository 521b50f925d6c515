package com.dhakacart.runbook.json;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images of other names, whose tags are as fixed as they were: a version, a commit, a digest. */
final class RedactedImages {

  private static final Pattern IMAGE =
      Pattern.compile(
          "(?<repository>[^@]*?)(?::(?<tag>[^/:@]+))?(?:(?<at>@|^)sha256:(?<digest>[^@]+))?");

  private static final Set<String> COMMON =
      Set.of("latest", "stable", "main", "master", "dev", "prod", "production", "test");

  private static final Pattern VERSION = Pattern.compile("v?\\d{1,4}(?:\\.\\d{1,4})*");
  private static final Pattern VERSION_AND_MORE =
      Pattern.compile("(?<version>v?\\d{1,4}(?:\\.\\d{1,4})+)(?<sign>[-+]).*");
  private static final Pattern COMMIT =
      Pattern.compile("(?:.*-)?(?=\\w*\\d)(?<commit>[0-9a-f]{7,40})");

  private final StandIns names;

  RedactedImages(StandIns names) {
    this.names = names;
  }

  String of(String image) {
    Matcher parts = IMAGE.matcher(image);
    if (!parts.matches()) {
      return names.of("image", image);
    }
    String repository = parts.group("repository");
    String digest = parts.group("digest");
    return (repository.isEmpty() ? "" : names.of("image", repository))
        + (parts.group("tag") == null ? "" : ":" + tag(parts.group("tag")))
        + (digest == null ? "" : parts.group("at") + "sha256:" + digest(digest));
  }

  private String digest(String digest) {
    return names.of("digest", digest, "%064x"::formatted);
  }

  private String tag(String tag) {
    if (COMMON.contains(tag) || VERSION.matcher(tag).matches()) {
      return tag;
    }
    Matcher more = VERSION_AND_MORE.matcher(tag);
    if (more.matches()) {
      return names.of("tag", tag, number -> more.group("version") + more.group("sign") + number);
    }
    return COMMIT.matcher(tag).matches()
        ? names.of("commit", tag, "%040x"::formatted)
        : names.of("tag", tag);
  }
}
