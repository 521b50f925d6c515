package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.history.IncidentRecordings;
import com.dhakacart.runbook.process.history.NothingRecordedYet;
import java.util.Map;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An incident as a test of the judgement, in the format of the backtest's files. */
@RestController
class RecordingController {

  private final IncidentRecordings recordings;

  RecordingController(IncidentRecordings recordings) {
    this.recordings = recordings;
  }

  @GetMapping("/incidents/{key:[A-Za-z0-9-]+}/recording")
  ResponseEntity<String> recording(
      @PathVariable("key") String key, @RequestParam Map<String, String> asked) {
    if (!asked.isEmpty()) {
      throw new AskedForSomethingElse(asked.keySet());
    }
    return file(key, recordings.find(key).orElseThrow(() -> new NoSuchIncident(key)));
  }

  /** Harmless to share, as is its file's name: a key names the service. */
  @GetMapping(path = "/incidents/{key:[A-Za-z0-9-]+}/recording", params = "redacted")
  ResponseEntity<String> redacted(@PathVariable("key") String key) {
    return file(
        "redacted-recording",
        recordings.findRedacted(key).orElseThrow(() -> new NoSuchIncident(key)));
  }

  private static ResponseEntity<String> file(String name, String recording) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.json\"".formatted(name))
        .body(recording);
  }

  /** Whoever writes {@code ?Redacted} must not share what is not. */
  private static final class AskedForSomethingElse extends RuntimeException {
    AskedForSomethingElse(Set<String> asked) {
      super(
          "A recording comes as it is, or with ?redacted; %s is neither, and nothing was handed out"
              .formatted(String.join(", ", asked)));
    }
  }

  @ExceptionHandler
  ProblemDetail notSoMeant(AskedForSomethingElse e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail tooEarly(NothingRecordedYet e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
  }
}
