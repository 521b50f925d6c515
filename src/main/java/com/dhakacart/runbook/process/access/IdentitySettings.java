package com.dhakacart.runbook.process.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param leastPasswordLength in characters, of every password that is set; nothing else is asked of
 *     a password, since length is what makes it hard to guess
 * @param users people who are made known to the engine at the start where it does not know them;
 *     those it knows keep their password and only join the groups they miss
 */
@Validated
@ConfigurationProperties("runbook.identity")
record IdentitySettings(
    @DefaultValue("12") @Min(1) int leastPasswordLength, @DefaultValue List<@Valid User> users) {

  IdentitySettings {
    for (User user : users) {
      if (!user.password().isEmpty() && user.password().length() < leastPasswordLength) {
        throw new IllegalArgumentException(
            "The password of %s in runbook.identity.users has %d characters; give one of at least %d, or none where the engine knows %s already"
                .formatted(user.id(), user.password().length(), leastPasswordLength, user.id()));
      }
    }
  }

  /**
   * @param name as Tasklist and reports show it; the id where it is empty
   * @param password may be empty for someone whom the engine knows
   * @param groups of {@link TeamGroup}
   */
  record User(
      @NotNull
          @Pattern(
              regexp = EngineNames.USER,
              message = "may have letters, digits and . _ @ - only, 64 at most")
          String id,
      @DefaultValue("") String name,
      @DefaultValue("") String password,
      @DefaultValue
          List<
                  @Pattern(
                      regexp = "on-call|senior-engineers|database-team|infrastructure-team",
                      message =
                          "must be on-call, senior-engineers, database-team or infrastructure-team")
                  String>
              groups) {

    /** Without the password, which must not reach a log. */
    @Override
    public String toString() {
      return "User[id=" + id + ", groups=" + groups + "]";
    }
  }
}
