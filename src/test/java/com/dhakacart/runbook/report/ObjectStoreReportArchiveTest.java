package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.report.ReportSettings.ObjectStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Against a real server of S3's API, which checks signatures: S3Proxy, in a process of its own. */
@ExtendWith(OutputCaptureExtension.class)
class ObjectStoreReportArchiveTest {

  /** Made by the build, of what no other test sees. */
  private static final Path CLASS_PATH = Path.of("target/object-store.classpath");

  private static final String KEY = "DhakaCartHighErrorRate-20261123-230532";

  @RegisterExtension final HttpCounterpart other = new HttpCounterpart();
  @TempDir Path folder;

  private final URI address = URI.create("http://localhost:" + Ports.free());
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

    assertThat(where).isEqualTo(address + "/reports/" + KEY + ".html");
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

  @ParameterizedTest
  @ValueSource(strings = {"s3.example.com", "minio:9000", "htps://s3.example.com"})
  void addressIsNone_isRefusedWhereItIsSet(URI none) {
    assertThatThrownBy(() -> archive(none, "secret"))
        .hasMessageContaining("runbook.report.object-store.url must begin with http");
  }

  /** As S3 answers for the bucket of another region, and for one that was made just now. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void bucketIsElsewhere_nothingIsKept_andItsAnswerIsNoReport(int status) {
    other.answers(status, "<Error><Code>PermanentRedirect</Code></Error>");
    ReportArchive archive = archive(other.url(), "secret");

    assertThatThrownBy(() -> archive.keep(KEY, new Report("a", "b", "c")))
        .isInstanceOf(ReportNotKept.class)
        .hasMessageContaining("answers " + status)
        .hasMessageContaining("runbook.report.object-store");
    assertThatThrownBy(() -> archive.find(KEY))
        .isInstanceOf(ReportNotKept.class)
        .hasMessageContaining("answers " + status);
  }

  @Test
  void bucketIsMissing_thatIsSaidAtTheStart_andIsNotTakenForNoReport(CapturedOutput log)
      throws Exception {
    start();
    ObjectStoreReportArchive missing = archive(address, "other-reports", "secret");
    missing.tryBucket();

    assertThat(log).contains("Reports cannot be kept: the object store at").contains("answers 404");
    assertThatThrownBy(() -> missing.find(KEY)).isInstanceOf(ReportNotKept.class);
  }

  @Test
  void bucketTakesAndGives_nothingIsSaidAtTheStart(CapturedOutput log) throws Exception {
    start();
    archive("secret").tryBucket();

    assertThat(log).doesNotContain("cannot be kept");
  }

  @Test
  void keyThatLeadsOutOfTheBucket_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive("secret").keep("../outside", new Report("a", "b", "c")));
  }

  private ObjectStoreReportArchive archive(String secret) {
    return archive(address, secret);
  }

  private static ObjectStoreReportArchive archive(URI url, String secret) {
    return archive(url, "reports", secret);
  }

  private static ObjectStoreReportArchive archive(URI url, String bucket, String secret) {
    return new ObjectStoreReportArchive(
        new ObjectStore(url, bucket, "us-east-1", "runbook", secret, Duration.ofSeconds(5)),
        Clock.systemUTC());
  }

  private void start() throws IOException {
    Path buckets = Files.createDirectories(folder.resolve("buckets"));
    Files.createDirectory(buckets.resolve("reports"));
    Path settings = folder.resolve("s3proxy.conf");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v4
        s3proxy.identity=runbook
        s3proxy.credential=secret
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        jclouds.identity=none
        jclouds.credential=none
        """
            .formatted(address, buckets));
    store =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(this::isThere);
  }

  private boolean isThere() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      return socket.isConnected();
    }
  }
}
