package com.dhakacart.runbook.report;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Keeps reports as files: {@code <key>.md}, {@code <key>.html} and {@code <key>.json}. */
class FolderReportArchive implements ReportArchive {

  /** Nothing that could lead out of the folder. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]+");

  private final Path folder;

  FolderReportArchive(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * One that can be written to.
   *
   * @throws IllegalStateException when it cannot; better now than at the end of an incident
   */
  static FolderReportArchive writable(Path folder) {
    FolderReportArchive archive = new FolderReportArchive(folder);
    try {
      Files.createDirectories(archive.folder);
    } catch (IOException e) {
      throw new IllegalStateException(archive.notWritable(), e);
    }
    if (!Files.isWritable(archive.folder)) {
      throw new IllegalStateException(archive.notWritable());
    }
    return archive;
  }

  private String notWritable() {
    return "Reports cannot be kept in "
        + folder
        + "; let runbook.report.folder name a folder that can be written to";
  }

  @Override
  public String keep(String incident, Report report) {
    mustBeKey(incident);
    Path page = folder.resolve(incident + ".html");
    try {
      write(folder.resolve(incident + ".md"), report.markdown());
      write(folder.resolve(incident + ".json"), report.json());
      write(page, report.html());
    } catch (IOException e) {
      throw new ReportNotKept(
          "The report of "
              + incident
              + " could not be written; make room in or grant access to "
              + folder
              + ", and repeat the step",
          e);
    }
    return page.toString();
  }

  @Override
  public Optional<Report> find(String incident) {
    mustBeKey(incident);
    Path page = folder.resolve(incident + ".html"); // written last
    if (Files.notExists(page)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Report(
              Files.readString(folder.resolve(incident + ".md")),
              Files.readString(page),
              Files.readString(folder.resolve(incident + ".json"))));
    } catch (IOException e) {
      throw new ReportNotKept("The report of " + incident + " cannot be read in " + folder, e);
    }
  }

  private static void mustBeKey(String incident) {
    if (!KEY.matcher(incident).matches()) {
      throw new IllegalArgumentException("Not the key of an incident: " + incident);
    }
  }

  /** By a move, so that whoever reads sees the old report or the new one, never half of it. */
  private void write(Path file, String content) throws IOException {
    Path draft = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.writeString(draft, content);
      Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
