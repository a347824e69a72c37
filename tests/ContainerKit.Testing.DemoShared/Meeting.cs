namespace ContainerKit.Testing.DemoShared;

/// <summary>A point at which two tests wait for each other, so that they run at the same time.</summary>
public static class Meeting
{
    private static readonly TaskCompletionSource[] _arrivals = [new(), new()];

    public static Task MeetAsync(int index)
    {
        _arrivals[index].TrySetResult();
        return _arrivals[1 - index].Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
