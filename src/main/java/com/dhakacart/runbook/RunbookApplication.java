package com.dhakacart.runbook;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Runs the runbooks of {@code processes/}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RunbookApplication {

  public static void main(String[] args) {
    SpringApplication.run(RunbookApplication.class, args);
  }
}
