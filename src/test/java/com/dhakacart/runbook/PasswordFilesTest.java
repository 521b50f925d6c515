package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Passwords come from files where an environment variable would show them to too many. */
class PasswordFilesTest {

  @TempDir Path secrets;

  @Test
  void folderOfFiles_eachNamedLikeItsVariable_isRead() throws IOException {
    Files.writeString(secrets.resolve("DB_PASSWORD"), "of the database\n");
    Files.writeString(secrets.resolve("ADMIN_PASSWORD"), "of the administrator\n");
    Files.writeString(secrets.resolve("ADMIN_USER"), "root");
    Files.writeString(secrets.resolve("runbook.alerting.token"), "of the alerts");

    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .run("--spring.config.import=configtree:" + secrets + "/")) {
      ConfigurableEnvironment settings = application.getEnvironment();

      assertThat(settings.getProperty("spring.datasource.password")).isEqualTo("of the database");
      assertThat(settings.getProperty("camunda.bpm.admin-user.id")).isEqualTo("root");
      assertThat(settings.getProperty("camunda.bpm.admin-user.password"))
          .isEqualTo("of the administrator");
      assertThat(settings.getProperty("runbook.alerting.token")).isEqualTo("of the alerts");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}
}
