package com.dhakacart.runbook.process.access;

import java.util.List;
import org.camunda.bpm.engine.identity.PasswordPolicyRule;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyLengthRuleImpl;
import org.camunda.bpm.engine.impl.persistence.GenericManagerFactory;
import org.camunda.bpm.spring.boot.starter.property.AdminUserProperty;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.stereotype.Component;

/**
 * How long a password has to be, for the engine's own check: it looks at each password that is set,
 * in the Admin webapp, over REST and at the start, and the Admin webapp shows the rule while
 * somebody types. The administrator's is looked at here, before the engine does without a sentence.
 */
@Component
class PasswordRules extends AbstractProcessEnginePlugin {

  /** As the starter reads it: no administrator is configured. */
  private static final String NONE = "false";

  private final IdentitySettings settings;
  private final AdminUserProperty administrator;

  PasswordRules(IdentitySettings settings, CamundaBpmProperties camunda) {
    this.settings = settings;
    this.administrator = camunda.getAdminUser();
  }

  /**
   * @throws IllegalStateException when the configured administrator has no password, or one that is
   *     too short
   */
  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    requireAdministratorsPassword();
    List<PasswordPolicyRule> rules =
        List.of(new PasswordPolicyLengthRuleImpl(settings.leastPasswordLength()));
    engine.setPasswordPolicy(() -> rules);
    engine.setEnablePasswordPolicy(true);
    engine.setIdentityProviderSessionFactory(new GenericManagerFactory(EngineUsers.class));
  }

  private void requireAdministratorsPassword() {
    if (administrator == null
        || administrator.getId() == null
        || administrator.getId().equals(NONE)) {
      return;
    }
    if (administrator.getId().isBlank()) {
      throw new IllegalStateException(
          "ADMIN_USER (camunda.bpm.admin-user.id) is empty; name an administrator, or leave it out"
              + " where one is known already");
    }
    int length = administrator.getPassword().length();
    if (length < settings.leastPasswordLength()) {
      throw new IllegalStateException(
          ("ADMIN_PASSWORD (camunda.bpm.admin-user.password) %s; give %s one of at least %d"
                  + " characters. Where that administrator is known already, leave ADMIN_USER and"
                  + " ADMIN_PASSWORD out")
              .formatted(
                  length == 0 ? "is empty" : "has %d characters".formatted(length),
                  administrator.getId(),
                  settings.leastPasswordLength()));
    }
  }
}
