using System.Globalization;

namespace ContainerKit;

/// <summary>An endpoint that was tried for an <see cref="EngineDiagnosis"/>. Immutable data.</summary>
/// <param name="Address">The address, such as <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Source">The origin of the address, such as <c>DOCKER_HOST</c>.</param>
/// <param name="State">The state of the endpoint.</param>
public sealed record DiagnosedEndpoint(string Address, string Source, DiagnosedEndpointState State)
{
    /// <summary>The time from the start of the attempt to the response or the failure.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The API version that requests to this engine use. Null if no engine answered.</summary>
    public Version? ApiVersion { get; init; }

    /// <summary>The reason why the attempt failed, with a remedy if one is known. Null if an engine answered.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The owner, the group and the mode of a Unix socket, and the user of this process, such as
    /// <c>owner 0, group 998, mode 660, this process is user 1000</c>. Null for another endpoint, or if the socket cannot be examined.
    /// </summary>
    public string? Rights { get; init; }

    /// <summary>Returns the endpoint on one line.</summary>
    public override string ToString()
    {
        var milliseconds = Elapsed.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);
        var result = State switch
        {
            DiagnosedEndpointState.Used => $"used, API {ApiVersion}, answered after {milliseconds} ms",
            DiagnosedEndpointState.Answers => $"not used, API {ApiVersion}, answered after {milliseconds} ms",
            DiagnosedEndpointState.Missing => Reason,
            _ => $"{Reason} (after {milliseconds} ms)",
        };
        var rights = Rights is null || State == DiagnosedEndpointState.Missing ? "" : $"; {Rights}";
        return $"{Address} ({Source}): {result}{rights}";
    }
}
