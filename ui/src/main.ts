import { mount } from "svelte";

import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./tokens.css";

import App from "./App.svelte";

const target = document.getElementById("app");
if (target) mount(App, { target });
