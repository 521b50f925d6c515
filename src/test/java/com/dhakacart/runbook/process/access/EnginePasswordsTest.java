package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

class EnginePasswordsTest {

  private final IdentityService identities = mock(IdentityService.class);
  private final People people = mock(People.class);
  private final EnginePasswords passwords =
      new EnginePasswords(
          identities,
          people,
          new LogInAttempts(
              new WrongPasswords(new RunbookTables(Clock.systemUTC()).jdbc, Clock.systemUTC()),
              Clock.systemUTC()));

  // PostgreSQL takes no NUL: whoever sent one had a 500, and was neither slowed down nor recorded.
  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "", " ", "a\nb", "ab/../c", "\u202Eoncall"})
  void nameThatNobodyCanHave_isAWrongPassword_andTheDatabaseIsNotAsked(String name) {
    assertThatThrownBy(() -> passwords.authenticate(tried(name)))
        .isInstanceOfSatisfying(
            WrongPassword.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.tried()).isNull());
    assertThatThrownBy(() -> passwords.authenticate(tried(name))).isInstanceOf(TooManyTries.class);

    verifyNoInteractions(identities, people);
  }

  private static UsernamePasswordAuthenticationToken tried(String name) {
    return UsernamePasswordAuthenticationToken.unauthenticated(name, "guess");
  }
}
