package com.dhakacart.runbook.incident;

import com.dhakacart.runbook.incident.PodState.Termination;
import java.util.List;

/**
 * What a container that died wrote last.
 *
 * @param container of any sort: the one that serves, one beside it, one before it
 * @param restarts how often it was started again
 * @param lines the newest, oldest of them first; empty where it wrote nothing
 * @param unreadBecause why its log could not be read; null when it was
 */
public record LastWords(
    String pod,
    String container,
    Termination ending,
    int restarts,
    List<String> lines,
    String unreadBecause) {

  public LastWords {
    lines = List.copyOf(lines);
  }
}
