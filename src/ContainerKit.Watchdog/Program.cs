using ContainerKit.Testing.Sessions;

// TestSession starts this program with redirected standard input and output.
if (!Console.IsInputRedirected)
{
    Console.Error.WriteLine(
        "This is the watchdog of ContainerKit. A test session starts it, so that the session's resources are removed if the "
        + "session is killed. It cannot be started manually.");
    return 2;
}

ProcessDetacher.Detach();
using var input = new StreamReader(Console.OpenStandardInput());
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
await new Watchdog(input, output).RunAsync().ConfigureAwait(false);
return 0;
