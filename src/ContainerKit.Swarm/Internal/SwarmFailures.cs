using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContainerKit.Swarm.Internal;

/// <summary>
/// Sends the requests of this package, and translates the error responses about swarms into exceptions. The engine has status codes
/// for few of these errors, so they are recognized by their texts, which are those of Docker Engine 20.10 to 28:
/// https://github.com/moby/moby/blob/v20.10.24/daemon/cluster/errors.go and
/// https://github.com/moby/moby/tree/v20.10.24/vendor/github.com/docker/swarmkit/manager/controlapi
/// </summary>
internal static partial class SwarmFailures
{
    /// <summary>The texts of operations that the state of the swarm does not permit, with the remedies.</summary>
    private static readonly (string Text, string Hint)[] _stateHints =
    [
        ("already part of a swarm", "Leave that swarm first with LeaveSwarmAsync."),
        ("attempting to leave the swarm", "Demote the node on another manager first, or call LeaveSwarmAsync with force."),
        ("is encrypted and locked", "Unlock the swarm first, or call LeaveSwarmAsync with force."),
        ("attempting to demote the last manager", "Promote another node first."),
        ("would result in a loss of quorum", "Start the managers that are down, or promote another node first."),
        ("is not down and can't be removed", "Let the node leave the swarm first, or call RemoveAsync with force."),
        ("must be demoted to worker before removal", "Call DemoteAsync first."),
        ("invalid key provided", "Use the key of GetSwarmUnlockKeyAsync of a manager that is unlocked."),
        ("swarm is not locked", "No unlock is necessary."),
        ("Timeout was reached before node joined", "The engine goes on in the background. See GetSwarmStatusAsync for the reason."),
        ("certificates have expired", "Leave the swarm with force, and join again."),
        // The engine stops its node before it deletes the files: https://github.com/moby/moby/blob/v20.10.24/daemon/cluster/swarm.go
        ("unlinkat ", "The engine is not part of a swarm any more, but did not delete all files of the swarm. The next InitSwarmAsync or "
            + "JoinSwarmAsync may fail because of them, and deletes them then. Call it once more in that case."),
        // After an init with ForceNewCluster the engine keeps the files.
        ("manager stopped: ", "If files of an earlier swarm were the reason, the engine has deleted them, unless ForceNewCluster is set. "
            + "Call it once more."),
    ];

    /// <summary>Sends a request, and returns the JSON of the response.</summary>
    public static Task<JsonElement> SendAsync(DockerEngine engine, EngineApiRequest request, CancellationToken cancellationToken) =>
        SendAsync(engine, request, static json => json, cancellationToken);

    /// <summary>Sends a request, and reads the JSON of its response.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the response. A <see cref="FormatException"/> is a failure of the engine.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static Task<T> SendAsync<T>(
        DockerEngine engine, EngineApiRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        RunAsync(engine, request.Operation, () => engine.SendAsync(request, read, cancellationToken), cancellationToken);

    /// <summary>Sends a request, and returns the response as a stream.</summary>
    public static Task<Stream> OpenAsync(DockerEngine engine, EngineApiRequest request, CancellationToken cancellationToken) =>
        RunAsync(engine, request.Operation, () => engine.OpenAsync(request, cancellationToken), cancellationToken);

    /// <summary>Runs code that sends a request, and translates the error response.</summary>
    /// <param name="engine">The engine of the request.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="send">Sends the request.</param>
    /// <param name="cancellationToken">Cancels the requests for the details of an error.</param>
    public static async Task<T> RunAsync<T>(
        DockerEngine engine, string operation, Func<Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (EngineApiException e)
        {
            if (await TranslateAsync(engine, operation, e, cancellationToken).ConfigureAwait(false) is { } translated) throw translated;
            throw;
        }
    }

    /// <summary>Indicates whether an object changed between the request that read it and the one that updates it.</summary>
    public static bool IsOutOfSequence(EngineApiException e) =>
        e.EngineMessage.Contains("update out of sequence", StringComparison.Ordinal);

    /// <summary>Indicates whether the engine certainly did not execute a request, so that nothing was created.</summary>
    public static bool IsRefused(Exception e) =>
        e is NameConflictException or NotASwarmManagerException or SwarmLockedException
            or EngineApiException { StatusCode: < HttpStatusCode.InternalServerError };

    private static async Task<ContainerKitException?> TranslateAsync(
        DockerEngine engine, string operation, EngineApiException e, CancellationToken cancellationToken)
    {
        if (IsWithoutLeader(e)) return await CreateQuorumExceptionAsync(engine, operation, e, cancellationToken).ConfigureAwait(false);
        if (Contains(e, "is encrypted and needs to be unlocked"))
        {
            return new SwarmLockedException(
                Describe(operation, e, "The manager was restarted, and its state is encrypted. Call UnlockSwarmAsync with the unlock key."),
                e);
        }

        if (Contains(e, "not a swarm manager") || Contains(e, "not part of a swarm"))
            return await CreateNotAManagerExceptionAsync(engine, operation, e, cancellationToken).ConfigureAwait(false);
        if (_stateHints.FirstOrDefault(each => Contains(e, each.Text)) is { Hint: { } hint })
            return new SwarmStateException(Describe(operation, e, hint), e);
        return TranslateObject(operation, e);
    }

    // The names are in the texts, because a request may be about several objects: a service, its secrets, its networks.
    private static ContainerKitException? TranslateObject(string operation, EngineApiException e)
    {
        if (InUse().Match(e.EngineMessage) is { Success: true } used)
        {
            var name = used.Groups["name"].Value;
            string[] services = used.Groups["services"].Value.Split(", ");
            var hint = $"Remove or update {(services.Length == 1 ? "this service" : "these services")} first.";
            return used.Groups["kind"].Value == "secret"
                ? new SecretInUseException(name, services, Describe(operation, e, hint), e)
                : new ConfigInUseException(name, services, Describe(operation, e, hint), e);
        }

        if (e.StatusCode == HttpStatusCode.Conflict && AlreadyExists().Match(e.EngineMessage) is { Success: true } taken)
        {
            var hint = $"Another {taken.Groups["kind"].Value} has that name. Choose another one, or find and use the present one.";
            return new NameConflictException(taken.Groups["name"].Value, Describe(operation, e, hint), e);
        }

        if (e.StatusCode != HttpStatusCode.NotFound || NotFound().Match(e.EngineMessage) is not { Success: true } missing) return null;
        var wanted = missing.Groups["name"].Value;
        return missing.Groups["kind"].Value switch
        {
            "secret" => new SecretNotFoundException(wanted, Describe(operation, e, "See ListSecretsAsync."), e),
            "config" => new ConfigNotFoundException(wanted, Describe(operation, e, "See ListConfigsAsync."), e),
            "node" => new NodeNotFoundException(wanted, Describe(operation, e, "See ListNodesAsync."), e),
            _ => null,
        };
    }

    private static bool IsWithoutLeader(EngineApiException e) =>
        Contains(e, "does not have a leader") || Contains(e, "no elected cluster leader") || Contains(e, "node lost leader status")
        || Contains(e, "Manager is being prepared or has trouble connecting")
        || (e.StatusCode >= HttpStatusCode.InternalServerError && IsDeadlineOfManager(e));

    // The leader cannot store a change without the other managers. Its deadline is a code or a text, by the place that notices it first.
    private static bool IsDeadlineOfManager(EngineApiException e) =>
        Contains(e, "rpc error: code = DeadlineExceeded")
        || Contains(e, "rpc error: code = Unknown desc = context deadline exceeded");

    private static async Task<ContainerKitException> CreateQuorumExceptionAsync(
        DockerEngine engine, string operation, EngineApiException e, CancellationToken cancellationToken)
    {
        var managers = await ManagerProbe.FindManagersAsync(engine, cancellationToken).ConfigureAwait(false);
        var reachable = managers.Where(each => each.IsReachable == true).Select(each => each.Address).ToArray();
        var unreachable = managers.Where(each => each.IsReachable == false).Select(each => each.Address).ToArray();
        var facts = (reachable.Length, unreachable.Length) switch
        {
            (0, 0) when managers.Count == 0 => "The engine does not know the other managers.",
            (0, 0) => $"The engine knows these managers: {string.Join(", ", managers.Select(each => each.Address))}.",
            (_, 0) => $"These managers accept connections: {string.Join(", ", reachable)}.",
            (0, _) => $"None of the managers accepts connections: {string.Join(", ", unreachable)}.",
            _ => $"Of {managers.Count} managers, these accept connections: {string.Join(", ", reachable)}; "
                + $"and these do not: {string.Join(", ", unreachable)}.",
        };
        return new SwarmQuorumException(
            Describe(operation, e, $"The swarm has no leader, which needs more than half of the managers. {facts} "
                + "Start the missing managers. If they are lost for ever, call InitSwarmAsync with ForceNewCluster on one manager."),
            managers, e);
    }

    private static async Task<ContainerKitException> CreateNotAManagerExceptionAsync(
        DockerEngine engine, string operation, EngineApiException e, CancellationToken cancellationToken)
    {
        if (!Contains(e, "Worker nodes"))
        {
            return new NotASwarmManagerException(
                Describe(
                    operation, e, "The engine is not part of a swarm. Create one with InitSwarmAsync, or join one with JoinSwarmAsync."),
                [],
                e);
        }

        var managers = await ManagerProbe.ReadManagersAsync(engine, cancellationToken).ConfigureAwait(false);
        var addresses = managers.Count == 0 ? "" : $" ({string.Join(", ", managers.Select(each => each.Address))})";
        return new NotASwarmManagerException(
            Describe(operation, e, $"The engine is a worker. Connect to a manager{addresses}, or promote this node there."), managers, e);
    }

    private static bool Contains(EngineApiException e, string text) => e.EngineMessage.Contains(text, StringComparison.Ordinal);

    private static string Describe(string operation, EngineApiException e, string hint) =>
        $"Could not {operation}: the engine answered {(int)e.StatusCode} \"{e.EngineMessage}\". {hint}";

    [GeneratedRegex("(?<kind>secret|config) '(?<name>[^']*)' is in use by the following services?: (?<services>.*)$")]
    private static partial Regex InUse();

    [GeneratedRegex("(?<kind>secret|config|service) (?<name>\\S+) already exists")]
    private static partial Regex AlreadyExists();

    [GeneratedRegex("(?<kind>secret|config|service|node) (?<name>\\S+) not found")]
    private static partial Regex NotFound();
}
