using ContainerKit.Sessions;

// CleanupSession starts this program with redirected standard input and output.
if (!Console.IsInputRedirected)
{
    Console.Error.WriteLine(
        "This is the watchdog of ContainerKit. A cleanup session starts it, so that the session's resources are removed "
        + "if its process is killed. It cannot be started manually.");
    return 2;
}

ProcessDetacher.Detach();
using var input = new StreamReader(Console.OpenStandardInput());
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
await new Watchdog(input, output).RunAsync().ConfigureAwait(false);
return 0;
