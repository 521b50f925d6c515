package com.dhakacart.runbook;

import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Runs the runbooks of {@code processes/}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RunbookApplication {

  public static void main(String[] args) {
    // figures in URLs, queries and reports are for programs, too: a Bengali locale has other digits
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    SpringApplication.run(RunbookApplication.class, args);
  }
}
