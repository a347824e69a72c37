using System.Diagnostics;
using ContainerKit;
using ContainerKit.CrashTestApp;
using ContainerKit.Services;

// CrashTestApp MODE: creates resources in a session, reports them on standard output, one per line, and exits as MODE requires.
// The engine tests start it.
var mode = args.Length > 0 ? args[0] : "wait";
switch (mode)
{
    case "diagnose":
        return await EngineProbe.DiagnoseAsync();
    case "reach":
        return await EngineProbe.ReachPublishedPortAsync();
    case "attach":
        await EngineProbe.KeepConnectionsBusyAsync();
        return 0;
}

// In the mode "lose" the engine disconnects, so a short retry time keeps the test short.
CleanupSession.Current.WatchdogTimeout = TimeSpan.FromSeconds(mode == "lose" ? 2 : 30);
var started = Stopwatch.GetTimestamp();
await (mode.StartsWith("application") ? TestResources.TrackInApplicationAsync() : TestResources.TrackAsync());
Console.WriteLine($"tracked {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0}");

switch (mode)
{
    case "loop":
        await TestResources.CreateInLoopsAsync();
        return 0;
    case "exit":
        await TestResources.CreateOneOfEachAsync();
        _ = TestResources.CreateInLoopsAsync();
        await Task.Delay(200);
        Environment.Exit(3);
        return 0;
    case "throw":
        await TestResources.CreateOneOfEachAsync();
        throw new InvalidOperationException("An unhandled exception.");
    case "end" or "application-end":
        await TestResources.CreateOneOfEachAsync();
        return 0;
    case "keep":
        TestCleanupSession.Current.DisableCleanup();
        TestResources.WriteSession();
        await TestResources.CreateOneOfEachAsync();
        return 0;
    case "snapshots":
        await TestSnapshots.CreateBothKindsAsync();
        await Task.Delay(Timeout.Infinite);
        return 0;
    case "prepare":
        await TestSnapshots.CreateAsync((_, _) => Task.CompletedTask);
        return 0;
    case "hang":
        await TestSnapshots.CreateAsync((_, token) => Task.Delay(Timeout.Infinite, token));
        return 0;
    default:
        await TestResources.CreateOneOfEachAsync();
        // Runs until it is killed or its standard input ends.
        while (await Console.In.ReadLineAsync() is not null) { }
        return 0;
}
