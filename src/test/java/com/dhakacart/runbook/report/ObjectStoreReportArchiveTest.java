package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.report.ReportSettings.ObjectStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server of S3's API, where {@code versitygw} is on the path. */
class ObjectStoreReportArchiveTest {

  private static final String PROGRAM = "versitygw";
  private static final String KEY = "DhakaCartHighErrorRate-20261123-230532";

  @RegisterExtension final HttpCounterpart other = new HttpCounterpart();
  @TempDir Path folder;

  private final URI nobody = HttpCounterpart.nobody();
  private Process store;

  @AfterEach
  void stop() {
    if (store != null) {
      store.destroy();
    }
  }

  @Test
  void kept_isFoundAgain_alsoByAnotherNode_andReplacedByALaterOne() throws Exception {
    start();
    String where = archive("secret").keep(KEY, new Report("# Größe ৳", "<p>", "{}"));

    assertThat(where).isEqualTo(nobody + "/reports/" + KEY + ".html");
    assertThat(archive("secret").find(KEY)).hasValue(new Report("# Größe ৳", "<p>", "{}"));
    archive("secret").keep(KEY, new Report("second", "second", "second"));
    assertThat(archive("secret").find(KEY)).hasValue(new Report("second", "second", "second"));
    assertThat(archive("secret").find("another")).isEmpty();
  }

  @Test
  void secretIsWrong_saysWhatToDo() throws Exception {
    start();
    assertThatThrownBy(() -> archive("wrong").keep(KEY, new Report("a", "b", "c")))
        .isInstanceOf(ReportNotKept.class)
        .hasMessageContaining("answers 403")
        .hasMessageContaining("runbook.report.object-store");
  }

  @Test
  void storeIsAway_orBroken_saysSo_andTheStepIsRepeated() {
    assertThatThrownBy(() -> archive("secret").keep(KEY, new Report("a", "b", "c")))
        .isInstanceOf(ReportNotKept.class)
        .hasMessageContaining("gave no answer")
        .hasMessageContaining("repeat the step");

    other.answers(500, "");
    assertThatThrownBy(() -> archive(other.url(), "secret").keep(KEY, new Report("a", "b", "c")))
        .isInstanceOf(ReportNotKept.class);
  }

  @Test
  void keyThatLeadsOutOfTheBucket_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive("secret").keep("../outside", new Report("a", "b", "c")));
  }

  private ReportArchive archive(String secret) {
    return archive(nobody, secret);
  }

  private static ReportArchive archive(URI url, String secret) {
    return new ObjectStoreReportArchive(
        new ObjectStore(url, "reports", "us-east-1", "runbook", secret, Duration.ofSeconds(5)),
        Clock.systemUTC());
  }

  private void start() throws IOException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(it -> Files.isExecutable(Path.of(it, PROGRAM))),
        PROGRAM
            + " is not on the path: go install github.com/versity/versitygw/cmd/versitygw@latest");
    Files.createDirectories(folder.resolve("reports"));
    store =
        new ProcessBuilder(
                PROGRAM,
                "--port=127.0.0.1:" + nobody.getPort(),
                "--access=runbook",
                "--secret=secret",
                "posix",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(this::isThere);
  }

  private boolean isThere() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", nobody.getPort())) {
      return socket.isConnected();
    }
  }
}
