package com.dhakacart.runbook.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where a browser comes to that was told nothing but the host, also after its log-in. */
@Controller
class FirstPageController {

  @GetMapping("/")
  String incidents() {
    return "redirect:/incidents";
  }
}
