package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Timeouts;
import com.dhakacart.runbook.settings.HeaderText;
import com.dhakacart.runbook.settings.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param folder where finished reports are kept instead of in the database, three files each; made
 *     when it is not there. Other nodes find them only where they see the same folder. Null for
 *     none
 * @param objectStore where they are kept instead, found by every node; null where there is none
 * @param timeZone of the times in reports, mails, pages and the names of tasks, such as {@code
 *     Asia/Dhaka}; JSON and forms stay in UTC
 */
@Validated
@ConfigurationProperties("runbook.report")
record ReportSettings(
    Path folder, @Valid ObjectStore objectStore, @NotNull @DefaultValue("UTC") ZoneId timeZone)
    implements Timeouts {

  @Override
  public Map<String, Duration> timeouts() {
    return objectStore == null
        ? Map.of()
        : Map.of("runbook.report.object-store.timeout", objectStore.timeout());
  }

  /**
   * {@code runbook.report.object-store.*}: a bucket of a store that speaks S3's API.
   *
   * @param url without the bucket, such as {@code https://s3.eu-central-1.amazonaws.com}
   * @param bucket is there already, and the key may put and get its objects
   * @param timeout of each call
   */
  record ObjectStore(
      @NotNull URI url,
      @NotNull @Pattern(regexp = "[a-z0-9.-]{3,63}") String bucket,
      @NotBlank @DefaultValue("us-east-1") String region,
      @NotBlank String accessKey,
      @NotBlank String secretKey,
      @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration timeout) {

    ObjectStore {
      HttpAddress.mustBe(
          "runbook.report.object-store.url",
          url,
          "an account is set as runbook.report.object-store.access-key and .secret-key");
      accessKey = HeaderText.of("runbook.report.object-store.access-key", accessKey);
      secretKey = HeaderText.of("runbook.report.object-store.secret-key", secretKey);
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "ObjectStore[url=%s, bucket=%s]".formatted(url, bucket);
    }
  }
}
