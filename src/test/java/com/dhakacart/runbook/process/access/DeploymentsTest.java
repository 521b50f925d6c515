package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(deploy(user).statusCode()).isEqualTo(status);
  }
}
