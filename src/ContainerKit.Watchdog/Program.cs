using ContainerKit.Testing.Sessions;

// Started by TestSession, with a pipe to it as standard input and others as output. Not meant to be run by hand.
if (!Console.IsInputRedirected)
{
    Console.Error.WriteLine("This is ContainerKit's watchdog. A test session starts it, and removes with it what the session left when it was killed.");
    return 2;
}

ProcessDetacher.Detach();
using var input = new StreamReader(Console.OpenStandardInput());
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
await new Watchdog(input, output).RunAsync().ConfigureAwait(false);
return 0;
