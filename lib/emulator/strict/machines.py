"""What moto 5.2 needs to run Step Functions' machines as AWS does."""

import os
from datetime import datetime, timezone

from jsonpath_ng.ext import parse
from moto.core.config import default_user_config
from moto.core.responses import ActionResult
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.responses import StepFunctionResponse
from werkzeug.serving import BaseWSGIServer


def install():
    StepFunctionResponse.validate_state_machine_definition = validate
    # The AWS provider asks for them; a machine that is not published has none.
    StepFunctionResponse.list_state_machine_versions = lambda response: ActionResult({"stateMachineVersions": []})
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    bind = BaseWSGIServer.server_bind

    # A machine's tasks ask at the port that moto was told, which is 0 where any will do.
    def bind_and_tell(server):
        bind(server)
        os.environ["MOTO_PORT"] = str(server.server_address[1])

    BaseWSGIServer.server_bind = bind_and_tell
    # Before the modules that take the name from there.
    json_path.extract_json = extract
    from moto.stepfunctions.parser.backend.execution import Execution

    # moto copies a machine for each execution, with all those before, whose locks cannot be copied: only the first starts.
    Execution.__deepcopy__ = lambda execution, memo: execution
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
        StateTaskServiceAwsSdk,
    )

    ask = StateTaskServiceAwsSdk._eval_service_task

    def ask_and_write(task, env, *args, **kwargs):
        ask(task, env, *args, **kwargs)
        env.stack.append(written(env.stack.pop()))

    StateTaskServiceAwsSdk._eval_service_task = ask_and_write


# The AWS provider has AWS check a definition when it plans; moto can, and has no call for it.
def validate(response):
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    try:
        StepFunctionsParserBackend._validate_definition(response._get_param("definition"))
    except Exception as error:
        problem = {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": str(error)}
        return ActionResult({"result": "FAIL", "diagnostics": [problem]})
    return ActionResult({"result": "OK", "diagnostics": []})


# moto keeps times, of answers and of the execution's own, as Python's, which are no JSON.
def written(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, list):
        return [written(each) for each in value]
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    return value


# moto answers `$.routes[0].Id` with a list, and fails where a filter finds nothing, which is an empty list on AWS.
def extract(path, data):
    found = [match.value for match in parse(path).find(data)]
    is_definite = not any(sign in path for sign in ("[?", "[*]", "..", ":"))
    if is_definite and not found:
        raise json_path.NoSuchJsonPathError(json_path=path, data=data)
    return written(found[0] if is_definite else found)
