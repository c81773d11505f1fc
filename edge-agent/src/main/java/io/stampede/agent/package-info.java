/**
 * The device's side of Stampede: one jar that is both a daemon and a set of commands.
 *
 * <p>A model's way through the packages: {@code intake} (is this manifest acceptable?), {@code
 * receive} (fetch what is missing, verify, install), {@code adapt} (run the adaptation in a child
 * process, switch slots), {@code report} (tell the server, surely and once). {@code daemon} drives
 * these step by step, {@code cli} does one adaptation without any of them.
 */
package io.stampede.agent;
