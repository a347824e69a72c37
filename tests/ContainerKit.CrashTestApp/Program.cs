using System.Diagnostics;
using ContainerKit.CrashTestApp;
using ContainerKit.Testing;

// CrashTestApp HOW: makes things under a session, tells of it on standard output, one line each, and ends as it was told. Started by the tests.
var how = args.Length > 0 ? args[0] : "wait";
// The engine that goes away with it need not be missed for long.
TestSession.Current.WatchdogTimeout = TimeSpan.FromSeconds(how == "lose" ? 2 : 30);
var begun = Stopwatch.GetTimestamp();
await Made.ProtectAsync();
Console.WriteLine($"protected {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0}");

switch (how)
{
    case "loop":
        await Made.InLoopsAsync();
        return 0;
    case "exit":
        await Made.OneOfEachAsync();
        _ = Made.InLoopsAsync();
        await Task.Delay(200);
        Environment.Exit(3);
        return 0;
    case "throw":
        await Made.OneOfEachAsync();
        throw new InvalidOperationException("An exception that nobody handles.");
    case "end":
        await Made.OneOfEachAsync();
        return 0;
    case "keep":
        TestSession.Current.DisableCleanup();
        Made.TellSession();
        await Made.OneOfEachAsync();
        return 0;
    case "snapshots":
        await MadeSnapshots.BothKindsAsync();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    case "prepare":
        await MadeSnapshots.PrepareAsync((_, _) => Task.CompletedTask);
        return 0;
    case "hang":
        await MadeSnapshots.PrepareAsync((_, token) => Task.Delay(Timeout.Infinite, token));
        return 0;
    default:
        await Made.OneOfEachAsync();
        // Until it is killed, or its standard input ends.
        while (await Console.In.ReadLineAsync() is not null) { }
        return 0;
}
