/** What the machine has to give. */
package io.stampede.agent.machine;
