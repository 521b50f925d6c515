package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs under an image's name, and what ran under it before.
 *
 * @param image as the pods' template names it
 * @param now what runs on all pods, as the nodes say
 * @param since when that was first noted; null where it was not noted before
 * @param before what was noted last that is another one; null where nothing is known
 */
public record ImageHistory(
    String container, String image, String now, Instant since, ImageNote before) {

  /** What a registry hands out again: {@code repository@sha256:...}. */
  private static final Pattern OF_A_REGISTRY =
      Pattern.compile("(?:[a-z-]+://)?[^@]+@(?<digest>sha256:[0-9a-f]{64})");

  private static final Pattern TAG_AND_DIGEST = Pattern.compile("(:[^/:@]+)?(@.*)?$");

  /**
   * Of each container whose pods all run the same; where they do not, a rollout goes on, or nodes
   * of several kinds name it differently.
   *
   * @param noted newest first
   */
  public static List<ImageHistory> of(List<ImageNote> noted, List<PodState> pods) {
    List<ImageHistory> all = new ArrayList<>();
    running(pods)
        .forEach(
            (image, ids) -> {
              if (ids.size() == 1) {
                all.add(history(image, ids.iterator().next(), noted));
              }
            });
    return all;
  }

  private static ImageHistory history(Named image, String now, List<ImageNote> noted) {
    List<ImageNote> ofIt = noted.stream().filter(it -> image.equals(Named.of(it))).toList();
    Optional<ImageNote> newest = ofIt.stream().findFirst();
    return new ImageHistory(
        image.container(),
        image.image(),
        now,
        newest.filter(it -> it.imageId().equals(now)).map(ImageNote::firstSeen).orElse(null),
        ofIt.stream().filter(it -> !it.imageId().equals(now)).findFirst().orElse(null));
  }

  private static Map<Named, Set<String>> running(List<PodState> pods) {
    Map<Named, Set<String>> running = new LinkedHashMap<>();
    for (PodState pod : pods) {
      for (ContainerState it : pod.containers()) {
        if (it.image() != null && it.imageId() != null) {
          running
              .computeIfAbsent(new Named(it.name(), it.image()), any -> new LinkedHashSet<>())
              .add(it.imageId());
        }
      }
    }
    return running;
  }

  /** Whether something else is known to have run under this name. */
  public boolean changed() {
    return before != null;
  }

  /**
   * What pins the image that ran before: its repository with its digest. Empty where nothing else
   * is known to have run, or the nodes know it by no registry's digest.
   */
  public Optional<String> pinned() {
    return Optional.ofNullable(before)
        .map(ImageNote::imageId)
        .flatMap(ImageHistory::digest)
        .map(it -> TAG_AND_DIGEST.matcher(image).replaceFirst("") + "@" + it);
  }

  /** As people compare it: the digest, or all that the nodes say. */
  public String shownNow() {
    return digest(now).orElse(now);
  }

  /** Likewise; only of one that changed. */
  public String shownBefore() {
    return digest(before.imageId()).orElse(before.imageId());
  }

  private static Optional<String> digest(String imageId) {
    Matcher matcher = OF_A_REGISTRY.matcher(imageId);
    return matcher.matches() ? Optional.of(matcher.group("digest")) : Optional.empty();
  }

  private record Named(String container, String image) {

    static Named of(ImageNote note) {
      return new Named(note.container(), note.image());
    }
  }
}
