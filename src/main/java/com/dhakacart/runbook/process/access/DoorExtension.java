package com.dhakacart.runbook.process.access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** Another way to say who one is, where the settings ask for it. */
interface DoorExtension {

  void extend(HttpSecurity http) throws Exception;
}
