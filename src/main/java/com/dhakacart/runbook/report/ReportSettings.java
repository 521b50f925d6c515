package com.dhakacart.runbook.report;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param folder where finished reports are kept, three files each; made when it is not there
 */
@Validated
@ConfigurationProperties("runbook.report")
record ReportSettings(@NotNull @DefaultValue("data/reports") Path folder) {}
