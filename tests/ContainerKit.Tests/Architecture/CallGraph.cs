using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ContainerKit.Tests.Architecture;

/// <summary>
/// The calls between the methods of a compiled assembly. Async state machines, lambdas and local functions count as the
/// method that contains them, and an override counts as the method that it overrides. A method that is passed as a
/// delegate counts as called.
/// </summary>
internal sealed class CallGraph : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly ILookup<string, MethodDefinitionHandle> _methods;
    private readonly ILookup<string, MethodDefinitionHandle> _overrides;

    public CallGraph(string assemblyPath)
    {
        _file = new PEReader(File.OpenRead(assemblyPath));
        _metadata = _file.GetMetadataReader();
        _methods = _metadata.MethodDefinitions.ToLookup(GetKey);
        _overrides = _metadata.MethodDefinitions.Where(IsOverride).ToLookup(handle => GetName(handle) + GetParameterCount(handle));
    }

    /// <summary>
    /// Finds the shortest path of calls from one that is named <c>Type.Method/parameters</c> to a call of an
    /// external method.
    /// </summary>
    /// <returns>The methods of the assembly on the path, the first one included. It is empty if there is no
    /// path.</returns>
    public IReadOnlyList<string> FindShortestPath(string from, string externalTarget)
    {
        var start = _metadata.MethodDefinitions.Single(handle => GetDisplayName(handle) == from);
        var previous = new Dictionary<MethodDefinitionHandle, MethodDefinitionHandle>();
        var visited = new HashSet<MethodDefinitionHandle>();
        var open = new LinkedList<MethodDefinitionHandle>([start]);
        while (open.First is { Value: var method })
        {
            open.RemoveFirst();
            if (!visited.Add(method)) continue;
            var (calls, parts, isTarget) = GetCallees(method, externalTarget);
            if (isTarget) return GetPath(previous, method);
            // A part of the same method costs no step, so it is visited first.
            foreach (var (next, isPart) in calls.Select(call => (call, false)).Concat(parts.Select(part => (part, true))))
            {
                if (visited.Contains(next)) continue;
                if (isPart || !previous.ContainsKey(next)) previous[next] = method;
                if (isPart) open.AddFirst(next);
                else open.AddLast(next);
            }
        }

        return [];
    }

    public void Dispose() => _file.Dispose();

    private List<string> GetPath(Dictionary<MethodDefinitionHandle, MethodDefinitionHandle> previous, MethodDefinitionHandle last)
    {
        var path = new List<string>();
        for (var method = last; !method.IsNil; method = previous.GetValueOrDefault(method))
        {
            if (!IsGenerated(method)) path.Insert(0, GetDisplayName(method));
        }

        return path;
    }

    private (List<MethodDefinitionHandle> Calls, List<MethodDefinitionHandle> Parts, bool IsTarget) GetCallees(
        MethodDefinitionHandle handle, string externalTarget)
    {
        List<MethodDefinitionHandle> calls = [], parts = [];
        var address = _metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
        if (address == 0) return (calls, [.. GetOverrides(handle)], false);
        foreach (var token in IlReader.GetTokens(_file.GetMethodBody(address)))
        {
            if (GetExternalName(token) == externalTarget) return (calls, parts, true);
            parts.AddRange(GetStateMachines(token));
            foreach (var callee in Resolve(token))
            {
                if (IsGenerated(callee)) parts.Add(callee);
                else calls.Add(callee);
            }
        }

        parts.AddRange(GetOverrides(handle));
        return (calls, parts, false);
    }

    private IEnumerable<MethodDefinitionHandle> Resolve(EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodDefinition:
                return [(MethodDefinitionHandle)token];
            case HandleKind.MethodSpecification:
                return Resolve(_metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method);
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)token);
                if (member.Parent.Kind != HandleKind.TypeSpecification || member.GetKind() != MemberReferenceKind.Method) return [];
                var collector = new TypeReferenceCollector(_metadata);
                collector.Add(member.Parent);
                // The types are the generic type and its arguments. Only the generic type has a method with this
                // name and signature.
                return collector.Types.SelectMany(type => _methods[GetKey(type, _metadata.GetString(member.Name))])
                    .Where(method => _metadata.GetBlobBytes(_metadata.GetMethodDefinition(method).Signature)
                        .SequenceEqual(_metadata.GetBlobBytes(member.Signature)));
            default:
                return [];
        }
    }

    // An async method creates its state machine, whose MoveNext method has the original body.
    private IEnumerable<MethodDefinitionHandle> GetStateMachines(EntityHandle token)
    {
        var collector = new TypeReferenceCollector(_metadata);
        collector.Add(token);
        return collector.Types.Where(type => GetName(type).Contains(">d", StringComparison.Ordinal))
            .SelectMany(type => _methods[GetKey(type, "MoveNext")]);
    }

    private IEnumerable<MethodDefinitionHandle> GetOverrides(MethodDefinitionHandle handle)
    {
        var method = _metadata.GetMethodDefinition(handle);
        if ((method.Attributes & MethodAttributes.Virtual) == 0) return [];
        return _overrides[GetName(handle) + GetParameterCount(handle)].Where(other => DerivesFrom(other, method.GetDeclaringType()));
    }

    private bool DerivesFrom(MethodDefinitionHandle handle, TypeDefinitionHandle ancestor)
    {
        var declaring = GetDeclaringType(handle);
        var collector = new TypeReferenceCollector(_metadata);
        foreach (var implementation in _metadata.GetTypeDefinition(declaring).GetInterfaceImplementations())
            collector.Add(_metadata.GetInterfaceImplementation(implementation).Interface);
        for (var type = declaring; ;)
        {
            var bases = new TypeReferenceCollector(_metadata);
            bases.Add(_metadata.GetTypeDefinition(type).BaseType);
            collector.Types.UnionWith(bases.Types);
            type = bases.Types.FirstOrDefault();
            if (type.IsNil) return collector.Types.Contains(ancestor);
        }
    }

    private bool IsOverride(MethodDefinitionHandle handle) =>
        _metadata.GetMethodDefinition(handle) is { RelativeVirtualAddress: not 0, Attributes: var attributes }
        && (attributes & MethodAttributes.Virtual) != 0;

    private bool IsGenerated(MethodDefinitionHandle handle) =>
        GetName(handle).StartsWith('<') || GetName(GetDeclaringType(handle)).StartsWith('<');

    private string? GetExternalName(EntityHandle token)
    {
        if (token.Kind != HandleKind.MemberReference) return null;
        var member = _metadata.GetMemberReference((MemberReferenceHandle)token);
        if (member.Parent.Kind != HandleKind.TypeReference) return null;
        var type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        return $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}.{_metadata.GetString(member.Name)}";
    }

    private string GetDisplayName(MethodDefinitionHandle handle) =>
        $"{GetName(GetDeclaringType(handle))}.{GetName(handle)}/{GetParameterCount(handle)}";

    private string GetKey(MethodDefinitionHandle handle) => GetKey(GetDeclaringType(handle), GetName(handle));

    private static string GetKey(TypeDefinitionHandle type, string method) => $"{type.GetHashCode()} {method}";

    private TypeDefinitionHandle GetDeclaringType(MethodDefinitionHandle handle) =>
        _metadata.GetMethodDefinition(handle).GetDeclaringType();

    private string GetName(TypeDefinitionHandle handle) => _metadata.GetString(_metadata.GetTypeDefinition(handle).Name);

    private string GetName(MethodDefinitionHandle handle) => _metadata.GetString(_metadata.GetMethodDefinition(handle).Name);

    private int GetParameterCount(MethodDefinitionHandle handle) =>
        _metadata.GetMethodDefinition(handle).DecodeSignature(new TypeReferenceCollector(_metadata), default).ParameterTypes.Length;
}
