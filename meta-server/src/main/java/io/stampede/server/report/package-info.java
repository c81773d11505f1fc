/**
 * What devices tell: checked at the border, stored once however often it arrives, refused with a
 * reason where it cannot be right.
 */
package io.stampede.server.report;
