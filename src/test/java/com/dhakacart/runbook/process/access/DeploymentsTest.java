package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/** Whoever deploys a model runs code: only where a setting says so, and administrators only. */
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:deployments;DB_CLOSE_ON_EXIT=FALSE",
      "runbook.rest.deployments=true"
    })
class DeploymentsTest extends EngineOverHttp {

  @ParameterizedTest
  @CsvSource({"admin,200", "oncall,403", "senior,403", "dba,403", "stranger,403"})
  void onlyAdministrators_deploy(String user, int status) throws Exception {
    String file =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        another\r
        --part\r
        Content-Disposition: form-data; name="text"; filename="note.txt"\r
        Content-Type: text/plain\r
        \r
        nothing\r
        --part--\r
        """;
    HttpRequest.Builder request =
        request("/engine-rest/deployment/create", user)
            .header("Content-Type", "multipart/form-data; boundary=part")
            .POST(BodyPublishers.ofString(file));

    assertThat(send(request).statusCode()).isEqualTo(status);
  }
}
