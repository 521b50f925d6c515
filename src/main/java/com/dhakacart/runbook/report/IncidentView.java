package com.dhakacart.runbook.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An incident as its page shows it. All of it is plain text, shown as these characters.
 *
 * @param outcome in words; empty while the incident is open
 * @param inWords what happened so far, in a sentence each
 * @param errorsBeganAt null where that is not known, and once it is over
 * @param paged each team that was called, once, and when last; empty once it is over
 * @param picture the error rate with what happened meanwhile
 * @param measures what is counted from the opening, name to duration
 * @param timeline newest first
 * @param changes oldest first
 * @param seen the evidence, the causes and the links, by the names of {@link TaskBriefings}
 */
public record IncidentView(
    String key,
    String title,
    String outcome,
    Instant openedAt,
    List<Sentence> inWords,
    Instant errorsBeganAt,
    List<Paged> paged,
    Picture picture,
    Map<String, String> measures,
    List<Line> timeline,
    List<Made> changes,
    Map<String, Object> seen) {

  /** A sentence with times in it, which go on while it stands there. */
  public record Sentence(List<Part> parts) {

    /**
     * @param at null where this part is text
     */
    public record Part(String text, Instant at) {}

    static Sentence of(String text) {
      return new Sentence(List.of(new Part(text, null)));
    }

    Sentence and(String text) {
      return with(new Part(text, null));
    }

    Sentence at(Instant at) {
      return with(new Part(Times.clock(at) + " UTC", at));
    }

    private Sentence with(Part part) {
      return new Sentence(Stream.concat(parts.stream(), Stream.of(part)).toList());
    }

    /** As it reads where times stand still. */
    @Override
    public String toString() {
      return parts.stream().map(Part::text).collect(Collectors.joining());
    }
  }

  /**
   * A team that was called.
   *
   * @param sent whether some way to it took the call
   */
  public record Paged(String team, Instant at, boolean sent) {}

  /**
   * @param address of an image ({@code data:}); empty where there is nothing to draw
   * @param inWords for who does not see it
   */
  public record Picture(String address, String inWords) {}

  /**
   * A line of the timeline.
   *
   * @param at when it began
   * @param clock the same, in UTC
   * @param ago the same, counted back from now
   * @param who the person who did it; empty when nobody did
   * @param detail with how often it was repeated; may be empty
   */
  public record Line(
      Instant at, String clock, String ago, String what, String who, String detail) {}

  /**
   * A change of production.
   *
   * @param result in kubectl's words
   * @param reverted who wrote over it; empty while it stands
   */
  public record Made(
      Instant at,
      String clock,
      String command,
      String approvedBy,
      String result,
      String undo,
      String reverted) {}

  /** Whether it has no outcome yet. */
  public boolean open() {
    return outcome.isEmpty();
  }
}
