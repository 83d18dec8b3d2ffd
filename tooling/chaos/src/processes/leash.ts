/** NOTE: imported into servers before their own code: whoever started them may be killed, and they must not outlive that. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
